package io.sluice.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One run: a fresh server, three arms that take turns, the books, a report. */
public final class Bench {

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final int STARTS = 3;
  private static final Duration SETTLING = Duration.ofSeconds(3);
  private static final Duration WARM_UP_STEP = Duration.ofSeconds(4);
  private static final int MAX_WARM_UP_STEPS = 10;
  private static final int WARM_UP_CONNECTIONS = 16;

  private static final JsonMapper JSON = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .enable(SerializationFeature.INDENT_OUTPUT)
      .build();

  private final Options options;
  private final Path dataDirectory;
  private final Map<String, Load.Tally> tallies = new LinkedHashMap<>();

  private Bench(Options options, Path dataDirectory) {
    this.options = options;
    this.dataDirectory = dataDirectory;
  }

  /** @param words the project's directory, then the options */
  public static void main(String... words) throws Exception {
    if (words.length > 1 && List.of("help", "--help", "-h").contains(words[1])) {
      System.out.print(Options.USAGE);
      return;
    }
    System.exit(switch (Options.read(List.of(words))) {
      case Options.Reading.Refused(List<String> problems) -> {
        System.err.print("bench: " + String.join("; ", problems) + "\n" + Options.USAGE);
        yield MISUSED;
      }
      case Options.Reading.Accepted(Options options) -> run(options);
    });
  }

  private static int run(Options options) throws Exception {
    Path target = options.home().resolve("bench/target");
    // Beside the build and not in /tmp, which may be memory: there, a commit costs nothing.
    Path dataDirectory = Files.createTempDirectory(target, "data-");
    // As root, the database runs as somebody else, who must be able to enter.
    Files.setPosixFilePermissions(dataDirectory, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Recipient recipient = new Recipient(options.recipientDelay())) {
      Report report = new Bench(options, dataDirectory).measure(recipient);
      Path file = target.resolve("bench.json");
      Files.writeString(file, JSON.writeValueAsString(report) + "\n");
      System.out.print("\n" + report.table());
      System.out.println("All figures: " + options.home().relativize(file));
      return report.balanced() ? DONE : FAILED;
    } finally {
      delete(dataDirectory);
    }
  }

  private Report measure(Recipient recipient) throws Exception {
    double loadBefore = Machine.load();
    say("Making a database and an account …");
    String apiKey = SluiceServer.createAccount(options.home(), dataDirectory);
    List<SluiceServer.Start> starts = new ArrayList<>();
    for (int i = 1; i < STARTS; i++) {
      try (SluiceServer once = start()) {
        starts.add(once.start());
      }
    }
    try (SluiceServer server = start()) {
      starts.add(server.start());
      say("Started in " + server.start().ms() + " ms.");
      var database = PostgresServer.below(dataDirectory);
      Thread.sleep(SETTLING);
      var idle = new Report.Idle(starts, Usage.residentMb(server.pid()), Usage.memoryOfTreeMb(database.pid()));
      return measure(recipient, server, new Exchange(server.url(), apiKey), database, idle, loadBefore);
    }
  }

  private Report measure(Recipient recipient, SluiceServer server, Exchange exchange, PostgresServer database,
      Report.Idle idle, double loadBefore) throws Exception {
    String accepting = exchange.deploy("Keeps leads", "");
    String delivering = exchange.deploy("Delivers leads", Exchange.standardDelivery(recipient.url()));
    var people = new AtomicLong();
    Arm accept = submit("accept", "submit to a flow with typed fields, four rules and a price", exchange.submitUrl(accepting),
        people);
    Arm deliver = submit("deliver", "the same, and the standard HTTP delivery to a recipient on this machine",
        exchange.submitUrl(delivering), people);
    warmUp(accept, deliver, new Load(Duration.ZERO, WARM_UP_STEP, server.pid(), database.pid()));
    int storedBytes = storedBytes(database, accepting);
    Arm insert = InsertArm.prepared(database, storedBytes);
    List<Arm> arms = List.of(insert, accept, deliver);
    List<Figures> figures = rounds(arms, insert,
        new Load(Duration.ofSeconds(options.warmUpSeconds()), Duration.ofSeconds(options.seconds()), server.pid(),
            database.pid()));
    Map<String, String> meanings = new LinkedHashMap<>();
    arms.forEach(arm -> meanings.put(arm.name(), arm.meaning()));
    var books = new Books();
    books.kept(database, accept.name(), accepting, tally(accept));
    books.kept(database, deliver.name(), delivering, tally(deliver));
    books.delivered(recipient.taken(), tally(deliver));
    books.nothingLeftOpen(database);
    var settings = new Report.Settings(options.rounds(), options.seconds(), options.warmUpSeconds(),
        options.connections(), options.recipientDelay().toMillis(), SubmitArm.leadBytes(), storedBytes,
        "PostgreSQL " + database.text("SHOW server_version") + ", fsync " + database.text("SHOW fsync")
            + ", synchronous_commit " + database.text("SHOW synchronous_commit"));
    return new Report(Machine.seenFrom(dataDirectory, loadBefore), settings, idle, meanings, figures, books.checks(),
        books.balanced());
  }

  /** Until the server has done most of its compiling, within reason: its first ten thousand leads say little. */
  private void warmUp(Arm accept, Arm deliver, Load step) throws Exception {
    say("Warming up …");
    boolean cold = true;
    for (int steps = 0; cold && steps < MAX_WARM_UP_STEPS; steps += 2) {
      Sample accepted = step.run(accept, WARM_UP_CONNECTIONS, tally(accept));
      Sample delivered = step.run(deliver, WARM_UP_CONNECTIONS, tally(deliver));
      if (accepted.taken() == 0 || delivered.taken() == 0) {
        throw new IOException("no lead was taken within " + WARM_UP_STEP.toSeconds() + " s");
      }
      cold = accepted.isCold() || delivered.isCold();
    }
  }

  /** The arms take turns within a number of connections, and the one that begins changes from round to round. */
  private List<Figures> rounds(List<Arm> arms, Arm floor, Load load) throws Exception {
    Map<Arm, Map<Integer, List<Sample>>> samples = new LinkedHashMap<>();
    arms.forEach(arm -> samples.put(arm, new LinkedHashMap<>()));
    for (int round = 1; round <= options.rounds(); round++) {
      List<Arm> order = new ArrayList<>(arms);
      Collections.rotate(order, 1 - round);
      for (int connections : options.connections()) {
        for (Arm arm : order) {
          Sample sample = load.run(arm, connections, tally(arm));
          samples.get(arm).computeIfAbsent(connections, _ -> new ArrayList<>()).add(sample);
          say("round %d of %d: %-8s %3d connections %9.0f/s%s".formatted(round, options.rounds(), arm.name(),
              connections, sample.perSecond(), sample.errors() == 0 ? "" : ", " + sample.errors() + " errors"));
        }
      }
    }
    List<Figures> figures = new ArrayList<>();
    for (int connections : options.connections()) {
      for (Arm arm : arms) {
        figures.add(Figures.of(samples.get(arm).get(connections), samples.get(floor).get(connections)));
      }
    }
    return figures;
  }

  private Load.Tally tally(Arm arm) {
    return tallies.computeIfAbsent(arm.name(), _ -> new Load.Tally());
  }

  private SluiceServer start() throws IOException, InterruptedException {
    return SluiceServer.start(options.home(), dataDirectory);
  }

  private static Arm submit(String name, String meaning, URI url, AtomicLong people) {
    return new SubmitArm(name, meaning, url, people);
  }

  /** What the rows of one lead of a flow take, on average. */
  private static int storedBytes(PostgresServer database, String flow) throws SQLException {
    return (int) database.number("""
        WITH sample AS (SELECT id, account_id, pg_column_size(lead) AS bytes FROM lead WHERE flow_id = ? LIMIT 20)
        SELECT avg(sample.bytes
          + (SELECT sum(pg_column_size(event)) FROM event
             WHERE event.account_id = sample.account_id AND event.lead_id = sample.id)
          + (SELECT sum(pg_column_size(event_body)) FROM event_body JOIN event
               ON event.account_id = event_body.account_id AND event.id = event_body.event_id
             WHERE event.account_id = sample.account_id AND event.lead_id = sample.id))::bigint
        FROM sample""", flow);
  }

  private static void say(String line) {
    System.err.println(line);
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
