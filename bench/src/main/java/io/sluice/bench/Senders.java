package io.sluice.bench;

import io.sluice.bench.Ledger.Check;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Senders that repeat a lead under its idempotency key until it is answered, at whichever server answers. */
final class Senders {

  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);
  private static final Duration RECOVERY_LIMIT = Duration.ofMinutes(3);
  private static final int CREATED = 201;
  private static final int MAX_SAID = 120;
  private static final String CAP_REACHED = "\"Cap reached\"";
  private static final Pattern LEAD_ID = Pattern.compile("\"lead\":\\{\"id\":\"([0-9a-f]{24})\"");

  private final AtomicLong people = new AtomicLong();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final LongAdder unanswered = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder toldOfCap = new LongAdder();
  private final AtomicInteger underWay = new AtomicInteger();
  /** By what was said. */
  private final Map<String, LongAdder> refusals = new ConcurrentHashMap<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean sending = true;
  private volatile List<URI> servers;

  Senders(List<URI> servers) {
    this.servers = servers;
  }

  void start(List<String> flows, int connections) {
    for (int i = 0; i < connections; i++) {
      String flow = flows.get(i % flows.size());
      threads.add(Thread.ofPlatform().daemon().name("sender-" + i).start(() -> {
        try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
          while (sending) {
            send(client, flow, people.incrementAndGet());
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }));
    }
  }

  /** Those that are worth asking from now on, as a load balancer would know them. */
  void servers(List<URI> now) {
    servers = now;
  }

  /** The ids of leads that were answered. */
  Set<String> answered() {
    return answered;
  }

  /** Answers that were no lead: refusals, as senders see them. */
  long refused() {
    return refused.sum();
  }

  /** Requests that were sent, and whose connection ended without a word. */
  long unanswered() {
    return unanswered.sum();
  }

  /** Answers that say that the cap is reached. */
  long toldOfCap() {
    return toldOfCap.sum();
  }

  /** Requests that are waiting for their answer. */
  int underWay() {
    return underWay.get();
  }

  /** Lets senders finish, waits until nothing is on its way any more, and says what is wrong then. */
  boolean compare(PostgresServer database, Ledger ledger, String capped, int cap, List<Check> more) throws Exception {
    stop();
    long limit = System.nanoTime() + RECOVERY_LIMIT.toNanos();
    while (System.nanoTime() < limit && database.number("SELECT count(*) FROM receipt") > 0) {
      Thread.sleep(PAUSE);
    }
    Set<String> ended = new HashSet<>(database.texts("SELECT lead_id FROM event WHERE type = 'source'"));
    Set<String> interrupted = new HashSet<>(database.texts("SELECT lead_id FROM event WHERE reason = 'interrupted'"));
    List<Check> checks = new ArrayList<>(ledger.checks(database, ended, answered, interrupted, capped, cap));
    checks.add(new Check("run that never reached its cap", toldOfCap.sum() == 0 ? 1 : 0));
    checks.addAll(more);
    System.out.printf("%n%,d leads answered, %,d stored; %,d requests without an answer and %,d refusals, all asked again; "
        + "%,d deliveries, %,d of them repeated%n", answered.size(), ended.size(), unanswered.sum(), refused.sum(),
        ledger.deliveries(), ledger.repeated());
    refusals.forEach((said, times) -> System.out.printf("     %,d refused: %s%n", times.sum(), said));
    checks.forEach(check -> System.out.println(check.line()));
    return checks.stream().allMatch(check -> check.found() == 0);
  }

  private void stop() throws InterruptedException {
    sending = false;
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void send(HttpClient client, String flow, long person) throws InterruptedException {
    String key = "person-" + person;
    String body = """
        {"first_name":"Milton","email":"%s@initech.example","state":"Texas","postal_code":"78744"}""".formatted(key);
    for (long tries = person; ; tries++) {
      List<URI> now = servers;
      URI server = now.get((int) (tries % now.size()));
      underWay.incrementAndGet();
      try {
        var request = HttpRequest.newBuilder(new Exchange(server, "").submitUrl(flow)).timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/json").header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body)).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        Matcher lead = LEAD_ID.matcher(answer.body());
        if (answer.statusCode() == CREATED && lead.find()) {
          answered.add(lead.group(1));
          toldOfCap.add(answer.body().contains(CAP_REACHED) ? 1 : 0);
          return;
        }
        refused.increment();
        String said = answer.statusCode() + " " + answer.body().substring(0, Math.min(MAX_SAID, answer.body().length()));
        refusals.computeIfAbsent(said, _ -> new LongAdder()).increment();
      } catch (ConnectException nobodyThere) {
        // Nothing was sent: the next server is asked.
      } catch (IOException e) {
        unanswered.increment();
      } finally {
        underWay.decrementAndGet();
      }
      Thread.sleep(PAUSE);
    }
  }
}
