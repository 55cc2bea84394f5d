package io.sluice.bench;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads events in every way there is, among few, many and very many. */
final class EventsRun {

  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final int THOUSAND = 1_000;

  private final EventsOptions options;
  private final Path dataDirectory;
  private final HttpClient http = HttpClient.newHttpClient();
  private final List<Stage> stages = new ArrayList<>();

  EventsRun(EventsOptions options, Path dataDirectory) {
    this.options = options;
    this.dataDirectory = dataDirectory;
  }

  /** @param path behind the server's address */
  record Read(String name, String path) {}

  /** @param status other than 200 where a read is refused */
  record Taken(String name, int status, double medianMs, double maxMs, int bytes) {}

  record Stage(long events, double fillSeconds, double followedPerSecond, long databaseMb, double load, List<Taken> reads) {}

  /** @return whether every read was answered */
  boolean run() throws Exception {
    String apiKey = SluiceServer.createAccount(options.home(), dataDirectory);
    PastEvents past = null;
    for (int thousand : options.thousands()) {
      long events = (long) thousand * THOUSAND;
      try (SluiceServer server = SluiceServer.start(options.home(), dataDirectory)) {
        var database = PostgresServer.below(dataDirectory);
        past = past == null ? first(database) : past.in(database);
        say("Filling up to " + events + " events …");
        double filled = past.fill(events);
        say("%.0f s. Waiting until search and statistics know them …".formatted(filled));
        double followed = past.follow();
        say("%.0f leads/s. Tidying up …".formatted(followed));
        past.tidy();
        List<Taken> taken = new ArrayList<>();
        for (Read read : reads(past)) {
          taken.add(time(server.url(), apiKey, read));
          say("%-60s %s".formatted(read.name(), taken.getLast()));
        }
        stages.add(new Stage(events, filled, followed, database.number("SELECT pg_database_size('sluice') >> 20"),
            Machine.load(), taken));
      }
      plans(thousand, apiKey, past);
    }
    Path file = options.home().resolve("bench/target/events.json");
    Files.writeString(file, JSON.writeValueAsString(stages) + "\n");
    System.out.print("\n" + table());
    return stages.stream().allMatch(stage -> stage.reads().stream().allMatch(read -> read.status() == 200));
  }

  private static PastEvents first(PostgresServer database) throws SQLException {
    var past = new PastEvents(database, database.text("SELECT id FROM account"));
    past.makeMonths();
    return past;
  }

  private static List<Read> reads(PastEvents past) throws SQLException {
    String flow = "f".repeat(22) + "6e";
    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    String days90 = "&start=" + today.minus(PastEvents.DAYS - 1, ChronoUnit.DAYS) + "&end=" + today;
    String days30 = "&start=" + today.minus(30, ChronoUnit.DAYS) + "&end=" + today.minusSeconds(1);
    String hour = "&start=" + today.minus(10, ChronoUnit.DAYS) + "&end="
        + today.minus(10, ChronoUnit.DAYS).plusSeconds(3_599);
    String middle = "%08x".formatted(today.minus(45, ChronoUnit.DAYS).getEpochSecond()) + "0".repeat(16);
    return List.of(
        new Read("events: newest 100", "/events"),
        new Read("events: 1000 from the middle", "/events?limit=1000&before_id=" + middle),
        new Read("events: one lead's history", "/events?sort=asc&rules=" + rule("vars.lead.id", past.someLead())),
        new Read("events: one lead's, the newest first", "/events?rules=" + rule("vars.lead.id", past.someLead())),
        new Read("events: errors of one flow",
            "/events?rules=" + rules("vars.flow.id", flow, "outcome", "error")),
        new Read("events: of a source", "/events?rules=" + rule("vars.source.id", "f".repeat(22) + "d0")),
        new Read("events: of a recipient", "/events?recipient_id=" + "f".repeat(21) + "12c"),
        new Read("events: a reason", "/events?rules=" + rule("reason", "Cap reached")),
        new Read("events: a reason nothing has", "/events?rules=" + rule("reason", "No such reason")),
        new Read("events: of an e-mail address", "/events?rules=" + rule("vars.lead.email", "lead1234@globex.example")),
        new Read("events: a type that is rare", "/events?type=feedback-received"),
        new Read("events: a rule no index knows", "/events?rules=" + rule("vars.lead.state", "TX")),
        new Read("stats: today", "/events/stats"),
        new Read("stats: 30 days, daily, by source", "/events/stats?interval=daily&group_by=vars.source.id" + days30),
        new Read("stats: 90 days, all money, by flow and source", "/events/stats?column=source-submitted&column=cost"
            + "&column=revenue&column=profit&column=recipient-success&group_by=vars.flow.id&group_by=vars.source.id" + days90),
        new Read("stats: 90 days, by reason", "/events/stats?column=source-failure&group_by=reason" + days90),
        new Read("stats: 90 days, weekly in India, by recipient's name", "/events/stats?interval=weekly&timezone=Asia/Kolkata"
            + "&column=recipient-success&column=recipient-failure&group_by=vars.recipient.name" + days90),
        new Read("stats: an hour by the minute", "/events/stats?interval=minutely" + hour),
        new Read("stats: an hour by the lead's state", "/events/stats?group_by=vars.lead.state" + hour),
        new Read("metrics: count of 14 days, daily, by outcome",
            "/events/event-metrics/count?interval=daily&group_by=outcome"),
        new Read("metrics: leads of 14 days by recipient", "/events/event-metrics/count_unique?target_property=vars.lead.id"
            + "&group_by=vars.recipient.id&filters=" + encoded(
                "[{\"property_name\":\"type\",\"operator\":\"eq\",\"property_value\":\"recipient\"}]")),
        new Read("metrics: funnel of 14 days", "/events/event-metrics/funnel?steps=" + encoded("""
            [{"filters":[{"property_name":"type","operator":"eq","property_value":"source"}]},
             {"filters":[{"property_name":"type","operator":"eq","property_value":"recipient"},
               {"property_name":"outcome","operator":"eq","property_value":"success"}]}]""")),
        new Read("metrics: median of what was waited for, today, by module",
            "/events/event-metrics/median?timeframe=this_1_days&target_property=wait_ms&group_by=module_id"),
        new Read("search: an e-mail address", "/search/leads?query=lead1234@globex.example"),
        new Read("search: part of a phone number", "/search/leads?query=555-1234"),
        new Read("search: first and last name", "/search/leads?query=mary+johnson4"),
        new Read("search: a phrase", "/search/leads?query=" + encoded("\"1234 main st\"")),
        new Read("search: what most leads have", "/search/leads?query=austin"),
        new Read("search: a beginning, sorted by last name", "/search/leads?query=m&sort_by=last_name&limit=100"),
        new Read("search: what nothing has", "/search/leads?query=zzzzzz"));
  }

  private Taken time(URI server, String apiKey, Read read) throws IOException, InterruptedException {
    double[] ms = new double[options.repeats() - 1];
    HttpResponse<String> answer = ask(server, apiKey, read);
    for (int i = 0; i < ms.length; i++) {
      long began = System.nanoTime();
      answer = ask(server, apiKey, read);
      ms[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(ms);
    return new Taken(read.name(), answer.statusCode(), ms[ms.length / 2], ms[ms.length - 1], answer.body().length());
  }

  private HttpResponse<String> ask(URI server, String apiKey, Read read) throws IOException, InterruptedException {
    String password = Base64.getEncoder().encodeToString(("X:" + apiKey).getBytes(StandardCharsets.UTF_8));
    return http.send(HttpRequest.newBuilder(server.resolve(read.path())).header("Authorization", "Basic " + password).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Once more, with a database that writes down what it does: a server takes that up when it starts. */
  private void plans(int thousand, String apiKey, PastEvents past) throws Exception {
    try (SluiceServer _ = SluiceServer.start(options.home(), dataDirectory)) {
      telling(PostgresServer.below(dataDirectory), true);
    }
    Path log = dataDirectory.resolve("postgres/server.log");
    StringBuilder plans = new StringBuilder();
    try (SluiceServer server = SluiceServer.start(options.home(), dataDirectory)) {
      var database = PostgresServer.below(dataDirectory);
      for (Read read : reads(past.in(database))) {
        ask(server.url(), apiKey, read);
        long before = Files.size(log);
        ask(server.url(), apiKey, read);
        Thread.sleep(100); // the log is written by another process
        plans.append("=== ").append(read.name()).append('\n').append(Files.readString(log).substring((int) before));
      }
      telling(database, false);
    }
    Files.writeString(options.home().resolve("bench/target/events-plans-" + thousand + ".txt"), plans);
  }

  private static void telling(PostgresServer database, boolean on) throws SQLException {
    try (Connection connection = database.connectAsAdmin(); Statement statement = connection.createStatement()) {
      for (String setting : List.of("session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 3",
          "auto_explain.log_analyze = on", "auto_explain.log_buffers = on", "auto_explain.log_timing = off")) {
        String name = setting.substring(0, setting.indexOf(' '));
        if (on && name.startsWith("auto_explain")) {
          statement.execute("LOAD 'auto_explain'");
        }
        statement.execute("ALTER DATABASE sluice " + (on ? "SET " + setting : "RESET " + name));
      }
    }
  }

  private String table() {
    StringBuilder table = new StringBuilder("| Read |");
    stages.forEach(stage -> table.append(" %,d events |".formatted(stage.events())));
    table.append("\n| --- |").append(" --- |".repeat(stages.size())).append('\n');
    for (int i = 0; i < stages.getFirst().reads().size(); i++) {
      table.append("| ").append(stages.getFirst().reads().get(i).name()).append(" |");
      for (Stage stage : stages) {
        Taken taken = stage.reads().get(i);
        table.append(String.format(Locale.ROOT, " %.0f ms%s |", taken.medianMs(),
            taken.status() == 200 ? "" : " (" + taken.status() + ")"));
      }
      table.append('\n');
    }
    return table.toString();
  }

  private static String rule(String property, String value) {
    return encoded("[" + one(property, value) + "]");
  }

  private static String rules(String property, String value, String other, String otherValue) {
    return encoded("[" + one(property, value) + "," + one(other, otherValue) + "]");
  }

  private static String one(String property, String value) {
    return "{\"lhv\":\"%s\",\"op\":\"is equal to\",\"rhv\":\"%s\"}".formatted(property, value);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
