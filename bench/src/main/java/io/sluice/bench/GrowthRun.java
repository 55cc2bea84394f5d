package io.sluice.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What an operation on a lead takes among few, many and very many others. */
final class GrowthRun {

  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final int THOUSAND = 1_000;
  private static final int COPIED = 500;
  private static final int NEVER_FULL = 1_000_000;
  /** The database tells what it touched once a second. */
  private static final Duration UNTIL_TOLD = Duration.ofMillis(2_500);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Pattern LEAD_ID = Pattern.compile("\"lead\":\\{\"id\":\"([0-9a-f]{24})\"");
  private static final String PAGES = """
      SELECT blks_hit + blks_read FROM pg_stat_database WHERE datname = 'sluice'""";
  private static final String LEFT_OVER = "SELECT count(*) FROM (SELECT FROM fresh_leads LIMIT 1) AS one";
  private static final String LEAD = """
      {"first_name":"Milton","last_name":"Waddams","email":"milton.%1$d@initech.example","phone_1":"512-555-0142",
       "address_1":"4120 Freidrich Lane","city":"Austin","state":"Texas","postal_code":"78744",
       "comments":"Looking for solar on a south roof, please call after five.","ip_address":"203.0.113.7",
       "landing_page":"https://solar.initech.example/quote?campaign=spring&id=%1$d"}""";

  private final GrowthOptions options;
  private final Path dataDirectory;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Stage> stages = new ArrayList<>();
  private String apiKey = "";
  private long people;
  private String newest = "";

  GrowthRun(GrowthOptions options, Path dataDirectory) {
    this.options = options;
    this.dataDirectory = dataDirectory;
  }

  /** @param pages of 8 kB that the database touched for one, with all that follows it */
  record Taken(double pages, double medianMs, double p99Ms) {}

  /** @param startMs after the server was killed */
  record Stage(long leads, long databaseMb, long startMs, double load, Map<String, Taken> taken) {}

  private interface Operation {

    void run() throws IOException, InterruptedException;
  }

  /** @return true: whatever is not answered as it should be ends the run */
  boolean run() throws Exception {
    apiKey = SluiceServer.createAccount(options.home(), dataDirectory);
    var stored = new StoredLeads();
    try (Recipient recipient = new Recipient(Duration.ZERO)) {
      Map<String, String> flows = flows(recipient, stored);
      for (int thousand : options.thousands()) {
        fill(stored, thousand);
        stages.add(stage(thousand, flows));
      }
    }
    Path file = options.home().resolve("bench/target/growth.json");
    Files.writeString(file, JSON.writeValueAsString(stages) + "\n");
    System.out.print("\n" + table());
    return true;
  }

  private Map<String, String> flows(Recipient recipient, StoredLeads stored) throws Exception {
    try (SluiceServer server = SluiceServer.start(options.home(), dataDirectory)) {
      var exchange = new Exchange(server.url(), apiKey);
      Map<String, String> flows = Map.of(
          "keeps", exchange.deploy("Keeps leads", ""),
          "capped", exchange.deployCapped("Keeps leads below a cap", "", NEVER_FULL),
          "delivers", exchange.deploy("Delivers leads", Exchange.standardDelivery(recipient.url())));
      var database = PostgresServer.below(dataDirectory);
      for (int i = 0; i < COPIED; i++) {
        submit(exchange.submitUrl(flows.get("keeps")), ++people, "copied-" + i);
      }
      awaitWhatFollows(database);
      stored.likeThoseOf(database, flows.get("keeps"));
      return flows;
    }
  }

  /** A run of its own: the server's connections of the time would go on with what they knew of empty tables. */
  private void fill(StoredLeads stored, int thousand) throws Exception {
    try (SluiceServer _ = SluiceServer.start(options.home(), dataDirectory)) {
      say("Filling up to %,d leads …".formatted(thousand * (long) THOUSAND));
      long began = System.nanoTime();
      stored.fill(PostgresServer.below(dataDirectory), thousand * (long) THOUSAND);
      say("%.0f s".formatted((System.nanoTime() - began) / 1e9));
    }
  }

  private Stage stage(int thousand, Map<String, String> flows) throws Exception {
    try (SluiceServer server = SluiceServer.start(options.home(), dataDirectory)) {
      Map<String, Taken> taken = taken(server, flows);
      long databaseMb = PostgresServer.below(dataDirectory).number("SELECT pg_database_size('sluice') >> 20");
      server.kill();
      try (SluiceServer again = SluiceServer.start(options.home(), dataDirectory)) {
        return new Stage(thousand * (long) THOUSAND, databaseMb, again.start().ms(), Machine.load(), taken);
      }
    }
  }

  private Map<String, Taken> taken(SluiceServer server, Map<String, String> flows) throws Exception {
    var database = PostgresServer.below(dataDirectory);
    var exchange = new Exchange(server.url(), apiKey);
    URI keeps = exchange.submitUrl(flows.get("keeps"));
    Map<String, Operation> operations = new LinkedHashMap<>();
    operations.put("a lead without calls", () -> submit(keeps, ++people, null));
    operations.put("with a delivery", () -> submit(exchange.submitUrl(flows.get("delivers")), ++people, null));
    operations.put("below a cap", () -> submit(exchange.submitUrl(flows.get("capped")), ++people, null));
    operations.put("under a key", () -> submit(keeps, ++people, "key-" + people));
    operations.put("under the same key again", () -> submit(keeps, people, "key-" + people));
    operations.put("events of the newest lead", () -> read(server.url(), "/events?rules=%5B%7B%22lhv%22%3A%22vars.lead.id%22"
        + "%2C%22op%22%3A%22is%20equal%20to%22%2C%22rhv%22%3A%22" + newest + "%22%7D%5D"));
    operations.put("the newest 100 events", () -> read(server.url(), "/events"));
    Map<String, Taken> taken = new LinkedHashMap<>();
    for (var operation : operations.entrySet()) {
      for (int i = 0; i < options.repeats(); i++) {
        operation.getValue().run();
      }
      awaitWhatFollows(database);
      taken.put(operation.getKey(), time(operation.getValue(), database));
      say("%-28s %s".formatted(operation.getKey(), taken.get(operation.getKey())));
    }
    return taken;
  }

  private Taken time(Operation operation, PostgresServer database) throws Exception {
    double[] ms = new double[options.repeats()];
    long before = pages(database);
    for (int i = 0; i < ms.length; i++) {
      long began = System.nanoTime();
      operation.run();
      ms[i] = (System.nanoTime() - began) / 1e6;
    }
    awaitWhatFollows(database);
    double pages = (pages(database) - before) / (double) ms.length;
    Arrays.sort(ms);
    return new Taken(pages, ms[ms.length / 2], ms[ms.length * 99 / 100]);
  }

  private static long pages(PostgresServer database) throws SQLException, InterruptedException {
    Thread.sleep(UNTIL_TOLD);
    return database.number(PAGES);
  }

  private static void awaitWhatFollows(PostgresServer database) throws SQLException, InterruptedException {
    while (database.number(LEFT_OVER) > 0) {
      Thread.sleep(POLL);
    }
  }

  private void submit(URI url, long person, @Nullable String key) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(url).header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(LEAD.formatted(person)));
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    Matcher lead = LEAD_ID.matcher(ask(request.build(), 201));
    if (!lead.find()) {
      throw new IOException(url + " answered no lead");
    }
    newest = lead.group(1);
  }

  private void read(URI server, String path) throws IOException, InterruptedException {
    String password = Base64.getEncoder().encodeToString(("X:" + apiKey).getBytes(StandardCharsets.UTF_8));
    ask(HttpRequest.newBuilder(server.resolve(path)).header("Authorization", "Basic " + password).build(), 200);
  }

  private String ask(HttpRequest request, int expected) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != expected) {
      throw new IOException(request.uri() + " was answered " + answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  private String table() {
    StringBuilder table = new StringBuilder("| Pages, median, p99 |");
    stages.forEach(stage -> table.append(" among %,d |".formatted(stage.leads())));
    table.append("\n| --- |").append(" --- |".repeat(stages.size())).append('\n');
    for (String operation : stages.getFirst().taken().keySet()) {
      table.append("| ").append(operation).append(" |");
      for (Stage stage : stages) {
        Taken taken = stage.taken().get(operation);
        table.append(String.format(Locale.ROOT, " %.0f, %.1f ms, %.1f ms |", taken.pages(), taken.medianMs(), taken.p99Ms()));
      }
      table.append('\n');
    }
    table.append("| started after a crash |");
    stages.forEach(stage -> table.append(String.format(Locale.ROOT, " %.1f s |", stage.startMs() / 1e3)));
    table.append("\n| database |");
    stages.forEach(stage -> table.append(String.format(Locale.ROOT, " %,d MB |", stage.databaseMb())));
    return table.append('\n').toString();
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
