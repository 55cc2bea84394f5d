package io.sluice.bench;

import java.io.IOException;
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
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** One run: a fresh server, arms that take turns, the books, a report. */
public final class Bench {

  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;
  private static final int STARTS = 3;
  private static final Duration SETTLING = Duration.ofSeconds(3);
  private static final Duration WARM_UP_STEP = Duration.ofSeconds(4);
  private static final int MAX_WARM_UP_STEPS = 10;
  private static final int WARM_UP_CONNECTIONS = 16;
  private static final int DATABASE_CONNECTIONS = 120;

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

  /** @param words the project's directory, then what to do and the options */
  public static void main(String... words) throws Exception {
    Path home = Path.of(words[0]);
    List<String> said = List.of(words).subList(1, words.length);
    String what = said.isEmpty() ? "" : said.getFirst();
    if (said.stream().anyMatch(List.of("help", "--help", "-h")::contains)) {
      System.out.print(String.join("\n", Options.USAGE, KillOptions.USAGE, RollingOptions.USAGE,
          EventsOptions.USAGE, GrowthOptions.USAGE, CrmOptions.USAGE));
      return;
    }
    List<String> rest = said.stream().skip(1).toList();
    System.exit(switch (what) {
      case "kill" -> run(KillOptions.read(home, rest), KillOptions.USAGE,
          options -> inDataDirectory(home, data -> new KillRun(options, data).run()));
      case "rolling" -> run(RollingOptions.read(home, rest), RollingOptions.USAGE,
          options -> inDataDirectory(home, data -> new RollingRun(options, data).run()));
      case "events" -> run(EventsOptions.read(home, rest), EventsOptions.USAGE,
          options -> inDataDirectory(home, data -> new EventsRun(options, data).run()));
      case "growth" -> run(GrowthOptions.read(home, rest), GrowthOptions.USAGE,
          options -> inDataDirectory(home, data -> new GrowthRun(options, data).run()));
      case "crm" -> run(CrmOptions.read(home, rest), CrmOptions.USAGE,
          options -> inDataDirectory(home, data -> new CrmRun(options, data).run()));
      default -> run(Options.read(home, said), Options.USAGE,
          options -> inDataDirectory(home, data -> new Bench(options, data).run()));
    });
  }

  private interface Job<T> {

    /** @return whether all was as it should be */
    boolean run(T with) throws Exception;
  }

  private static <T> int run(Words.Reading<T> reading, String usage, Job<T> job) throws Exception {
    return switch (reading) {
      case Words.Reading.Refused<T>(List<String> problems) -> {
        System.err.print("bench: " + String.join("; ", problems) + "\n" + usage);
        yield MISUSED;
      }
      case Words.Reading.Accepted<T>(T options) -> job.run(options) ? DONE : FAILED;
    };
  }

  private static boolean inDataDirectory(Path home, Job<Path> job) throws Exception {
    // Beside the build and not in /tmp, which may be memory: there, a commit costs nothing.
    Path data = Files.createTempDirectory(home.resolve("bench/target"), "data-");
    // As root, the database runs as somebody else, who must be able to enter.
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
    try {
      return job.run(data);
    } finally {
      delete(data);
    }
  }

  private boolean run() throws Exception {
    try (Recipient recipient = new Recipient(Duration.ZERO)) {
      Report report = measure(recipient);
      Path file = options.home().resolve("bench/target/bench.json");
      Files.writeString(file, JSON.writeValueAsString(report) + "\n");
      System.out.print("\n" + report.table() + "\n" + report.markdown());
      System.out.println("\nAll figures: " + options.home().relativize(file));
      return report.balanced();
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
    try (OtherServer camel = OtherServer.camel(options.home(), dataDirectory, database, recipient.url(),
            options.camelConnections());
        OtherServer least = OtherServer.bare(dataDirectory, database, recipient.url());
        OtherServer keeper = OtherServer.keep(dataDirectory, database)) {
      String accepting = exchange.deploy("Keeps leads", "");
      String delivering = exchange.deploy("Delivers leads", Exchange.standardDelivery(recipient.url()));
      var people = new AtomicLong();
      Arm accept = new SubmitArm("accept", "submit to a flow with typed fields, four rules and a price",
          exchange.submitUrl(accepting), server.pid(), false, people);
      Arm deliver = new SubmitArm("deliver", "the same, and the standard HTTP delivery to a recipient on this machine",
          exchange.submitUrl(delivering), server.pid(), true, people);
      Arm alternative = new SubmitArm("camel", "an Apache Camel route: check three fields, insert, POST, update, answer; with a pool of "
          + options.camelConnections(),
          camel.submitUrl(), camel.pid(), true, people);
      Arm bare = new SubmitArm("bare", "that job with nothing around it: sockets, one row, commits that many share",
          least.submitUrl(), least.pid(), true, people);
      Arm keep = new SubmitArm("keep", "as bare, without the POST and its outcome: sockets, one row, shared commits",
          keeper.submitUrl(), keeper.pid(), false, people);
      warmUp(List.of(accept, deliver, alternative, bare, keep), new Load(Duration.ZERO, WARM_UP_STEP, database));
      database.age();
      int storedBytes = storedBytes(database, accepting);
      InsertArm insert = InsertArm.prepared(database, storedBytes);
      List<Arm> arms = List.of(insert, insert.batched(), keep, accept, deliver, alternative, bare);
      var load = new Load(Duration.ofSeconds(options.warmUpSeconds()), Duration.ofSeconds(options.seconds()),
          database);
      List<Figures> figures = rounds(arms, insert, recipient, load);
      List<Figures> half = atHalfLoad(
          List.of(insert, keep, accept, deliver, alternative, bare), figures, insert, recipient, load);
      Map<String, String> meanings = new LinkedHashMap<>();
      arms.forEach(arm -> meanings.put(arm.name(), arm.meaning()));
      var books = new Books();
      books.kept(database, accept.name(), accepting, tally(accept));
      books.kept(database, deliver.name(), delivering, tally(deliver));
      books.delivered(recipient.taken(), tally(deliver), tally(alternative), tally(bare));
      books.nothingLeftOpen(database);
      var settings = new Report.Settings(options.rounds(), options.seconds(), options.warmUpSeconds(),
          options.connections(), options.recipientDelaysMs(), SubmitArm.leadBytes(), storedBytes,
          "PostgreSQL " + database.text("SHOW server_version") + ", fsync " + database.text("SHOW fsync")
              + ", synchronous_commit " + database.text("SHOW synchronous_commit"));
      return new Report(Machine.seenFrom(dataDirectory, loadBefore), settings, idle, meanings, figures, half,
          books.checks(), books.balanced());
    }
  }

  /** Until the servers have done most of their compiling, within reason: the first ten thousand leads say little. */
  private void warmUp(List<Arm> arms, Load step) throws Exception {
    say("Warming up …");
    boolean cold = true;
    for (int steps = 0; cold && steps < MAX_WARM_UP_STEPS; steps++) {
      cold = false;
      for (Arm arm : arms) {
        Sample sample = step.run(arm, WARM_UP_CONNECTIONS, tally(arm));
        if (sample.leads() == 0) {
          throw new IOException("no lead was taken by " + arm.name() + " within " + WARM_UP_STEP.toSeconds() + " s");
        }
        cold |= sample.isCold();
      }
    }
  }

  /** One arm with a number of connections and a recipient that takes so long. */
  private record Case(Arm arm, int connections, int delayMs) {}

  /** The arms take turns within a number of connections, and the one that begins changes from round to round. */
  private List<Figures> rounds(List<Arm> arms, Arm floor, Recipient recipient, Load load) throws Exception {
    Map<Case, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 1; round <= options.rounds(); round++) {
      for (int delayMs : options.recipientDelaysMs()) {
        recipient.delay(Duration.ofMillis(delayMs));
        for (int connections : options.connectionsAndOne()) {
          List<Case> cases = cases(arms, floor, connections, delayMs);
          Collections.rotate(cases, 1 - round);
          for (Case each : cases) {
            Sample sample = load.run(each.arm(), connections, tally(each.arm()));
            samples.computeIfAbsent(each, _ -> new ArrayList<>()).add(sample);
            say("round %d of %d: %-8s %3d connections, %3d ms: %9.0f/s%s".formatted(round, options.rounds(),
                each.arm().name(), connections, delayMs, sample.perSecond(),
                sample.errors() == 0 ? "" : ", " + sample.errors() + " errors"));
          }
        }
      }
    }
    int first = options.recipientDelaysMs().getFirst();
    return samples.keySet().stream()
        .sorted(Comparator.comparingInt(Case::delayMs).thenComparingInt(Case::connections)
            .thenComparingInt(each -> arms.indexOf(each.arm())))
        .map(each -> Figures.of(Duration.ofMillis(each.delayMs()), samples.get(each),
            samples.get(new Case(floor, each.connections(), first))))
        .toList();
  }

  /** What calls nobody is measured once; what has one connection only, with one, and beside it the floor in any case. */
  private List<Case> cases(List<Arm> arms, Arm floor, int connections, int delayMs) {
    List<Case> cases = new ArrayList<>();
    for (Arm arm : arms) {
      boolean again = !arm.callsRecipient() && delayMs != options.recipientDelaysMs().getFirst();
      boolean fits = arm.isConcurrent() ? arm == floor || options.connections().contains(connections) : connections == 1;
      if (!again && fits) {
        cases.add(new Case(arm, connections, delayMs));
      }
    }
    return cases;
  }

  /** What a lead waits when each has half as much to do as it can; in turns as well, a commit waits for its disk. */
  private List<Figures> atHalfLoad(List<Arm> arms, List<Figures> measured, Arm floor, Recipient recipient, Load load)
      throws Exception {
    int connections = options.connectionsAtHalfLoad();
    int delayMs = options.recipientDelaysMs().getFirst();
    recipient.delay(Duration.ofMillis(delayMs));
    Map<Arm, Double> most = new LinkedHashMap<>();
    measured.stream().filter(each -> each.connections() == connections && each.recipientDelayMs() == delayMs)
        .forEach(each -> arms.stream().filter(arm -> arm.name().equals(each.arm()) && each.perSecond().median() > 0)
            .forEach(arm -> most.put(arm, each.perSecond().median())));
    Map<Arm, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 1; round <= options.rounds(); round++) {
      List<Arm> turns = new ArrayList<>(most.keySet());
      Collections.rotate(turns, 1 - round);
      for (Arm arm : turns) {
        Sample sample = load.run(arm, connections, OptionalDouble.of(most.get(arm) / 2), tally(arm));
        samples.computeIfAbsent(arm, _ -> new ArrayList<>()).add(sample);
        say("half load, round %d of %d: %-8s %3d connections %9.0f/s".formatted(
            round, options.rounds(), arm.name(), connections, sample.perSecond()));
      }
    }
    return most.keySet().stream()
        .map(arm -> Figures.of(Duration.ofMillis(delayMs), samples.get(arm), samples.get(floor)))
        .toList();
  }

  private Load.Tally tally(Arm arm) {
    return tallies.computeIfAbsent(arm.name(), _ -> new Load.Tally());
  }

  /** With a database that has a connection for each sender of the floor's beside those it has anyway. */
  private SluiceServer start() throws IOException, InterruptedException {
    int connections = DATABASE_CONNECTIONS + options.camelConnections() + Collections.max(options.connections());
    return SluiceServer.start(options.home(), dataDirectory, Map.of("SLUICE_JAVA_OPTIONS",
        System.getenv().getOrDefault("SLUICE_JAVA_OPTIONS", "") + " -Dsluice.database.connections=" + connections));
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
