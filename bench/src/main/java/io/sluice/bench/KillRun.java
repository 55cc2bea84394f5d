package io.sluice.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Kills the server, or its database, at random moments under load, and in the end compares what senders were told and
 * what the recipient got with what is stored. Every sender repeats a lead under its idempotency key until it is answered.
 */
final class KillRun {

  private static final Duration SHORTEST = Duration.ofMillis(300);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(3);
  private static final int CREATED = 201;
  private static final int EVERY_WHICH_DATABASE = 3;
  private static final Pattern LEAD_ID = Pattern.compile("\"lead\":\\{\"id\":\"([0-9a-f]{24})\"");
  private static final Pattern OUTCOME = Pattern.compile("\"outcome\":\"(\\w+)\"");

  private final KillOptions options;
  private final Path dataDirectory;
  private final Random random = new Random();
  private final AtomicLong people = new AtomicLong();
  private final Map<String, String> answered = new ConcurrentHashMap<>();
  private final LongAdder answersLost = new LongAdder();
  private volatile boolean sending = true;
  private volatile URI server = URI.create("http://127.0.0.1");

  KillRun(KillOptions options, Path dataDirectory) {
    this.options = options;
    this.dataDirectory = dataDirectory;
  }

  /** @return whether every promise was kept */
  boolean run() throws Exception {
    String apiKey = SluiceServer.createAccount(options.home(), dataDirectory);
    var ledger = new Ledger();
    try (Recipient recipient = new Recipient(Duration.ofMillis(options.recipientDelayMs()), ledger::note)) {
      SluiceServer alive = SluiceServer.start(options.home(), dataDirectory);
      try {
        server = alive.url();
        var exchange = new Exchange(server, apiKey);
        String delivery = Exchange.standardDelivery(recipient.url());
        String open = exchange.deploy("Delivers leads", delivery);
        String capped = exchange.deployCapped("Delivers so many", delivery, options.cap());
        List<Thread> senders = send(List.of(open, capped));
        for (int round = 1; round <= options.rounds(); round++) {
          Thread.sleep(SHORTEST.toMillis() + random.nextLong(options.seconds() * 1000L));
          if (round % EVERY_WHICH_DATABASE == 0) {
            killDatabase();
            say("round " + round + " of " + options.rounds() + ": killed the database; " + answered.size() + " answered");
          } else {
            alive.kill();
            say("round " + round + " of " + options.rounds() + ": killed the server; " + answered.size() + " answered");
            alive = SluiceServer.start(options.home(), dataDirectory);
            server = alive.url();
          }
        }
        sending = false;
        for (Thread sender : senders) {
          sender.join();
        }
        PostgresServer database = PostgresServer.below(dataDirectory);
        awaitRecovery(database);
        return compare(database, ledger, capped);
      } finally {
        sending = false;
        alive.close();
      }
    }
  }

  private List<Thread> send(List<String> flows) {
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < options.connections(); i++) {
      String flow = flows.get(i % flows.size());
      senders.add(Thread.ofPlatform().daemon().name("sender-" + i).start(() -> {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
          while (sending) {
            send(client, flow, "person-" + people.incrementAndGet());
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }));
    }
    return senders;
  }

  /** Until it is answered, in whatever life of the server. */
  private void send(HttpClient client, String flow, String key) throws InterruptedException {
    String body = """
        {"first_name":"Milton","email":"%s@initech.example","state":"Texas","postal_code":"78744"}""".formatted(key);
    while (true) {
      try {
        var request = HttpRequest.newBuilder(new Exchange(server, "").submitUrl(flow)).timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/json").header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        Matcher lead = LEAD_ID.matcher(answer.body());
        if (answer.statusCode() == CREATED && lead.find()) {
          Matcher outcome = OUTCOME.matcher(answer.body());
          answered.put(lead.group(1), outcome.find() ? outcome.group(1) : "");
          return;
        }
      } catch (IOException nobodyThere) {
        answersLost.increment();
      }
      Thread.sleep(PAUSE);
    }
  }

  /** PostgreSQL takes the death of one of its processes for a crash of all, and recovers from its log. */
  private void killDatabase() throws Exception {
    long postmaster = PostgresServer.below(dataDirectory).pid();
    List<ProcessHandle> children = ProcessHandle.of(postmaster).orElseThrow().children().toList();
    if (!children.isEmpty()) {
      children.get(random.nextInt(children.size())).destroyForcibly();
    }
  }

  private static void awaitRecovery(PostgresServer database) throws Exception {
    long limit = System.nanoTime() + RECOVERY_LIMIT.toNanos();
    while (System.nanoTime() < limit && database.number("SELECT count(*) FROM receipt") > 0) {
      Thread.sleep(PAUSE);
    }
  }

  private boolean compare(PostgresServer database, Ledger ledger, String capped) throws Exception {
    Set<String> ended = new HashSet<>(database.texts("SELECT lead_id FROM event WHERE type = 'source'"));
    List<Check> checks = List.of(
        new Check("answered, and not stored", answered.keySet().stream().filter(lead -> !ended.contains(lead)).count()),
        new Check("received, and without an outcome",
            database.number("SELECT count(*) FROM receipt")
                + ledger.keysByLead.keySet().stream().filter(lead -> !ended.contains(lead)).count()),
        new Check("ended more than once", database.number("""
            SELECT count(*) FROM (SELECT lead_id FROM event WHERE type = 'source' GROUP BY lead_id HAVING count(*) > 1)
              AS twice""")),
        new Check("two leads under one idempotency key", ledger.people.values().stream()
            .filter(leads -> leads.size() > 1).count()),
        new Check("delivered twice under different keys", ledger.keysByLead.values().stream()
            .filter(keys -> keys.size() > 1).count()),
        new Check("successes above the cap of " + options.cap(), Math.max(0, database.number("""
            SELECT count(*) FROM event WHERE type = 'source' AND outcome = 'success' AND flow_id = ?""", capped)
            - options.cap())));
    say("");
    say("%,d leads answered, %,d stored; %,d answers lost on the way and asked for again; %,d deliveries, %,d of them repeated"
        .formatted(answered.size(), ended.size(), answersLost.sum(), ledger.deliveries.sum(), ledger.repeated()));
    checks.forEach(check -> say((check.found() == 0 ? "yes  " : "NO   ") + check.found() + " " + check.name()));
    return checks.stream().allMatch(check -> check.found() == 0);
  }

  private record Check(String name, long found) {}

  private static void say(String line) {
    System.out.println(line);
  }

  /** What the recipient got. */
  private static final class Ledger {

    private static final Pattern EMAIL = Pattern.compile("email=(person-\\d+)%40");

    private final Map<String, Set<String>> keysByLead = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> people = new ConcurrentHashMap<>();
    private final LongAdder deliveries = new LongAdder();

    void note(MessageReader request) {
      String key = request.header("idempotency-key");
      String lead = key.length() < 24 ? key : key.substring(0, 24);
      keysByLead.computeIfAbsent(lead, _ -> ConcurrentHashMap.newKeySet()).add(key);
      Matcher email = EMAIL.matcher(request.body());
      if (email.find()) {
        people.computeIfAbsent(email.group(1), _ -> ConcurrentHashMap.newKeySet()).add(lead);
      }
      deliveries.increment();
    }

    long repeated() {
      return deliveries.sum() - keysByLead.size();
    }
  }
}
