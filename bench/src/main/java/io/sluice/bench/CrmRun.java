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
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Lists, searches and counts the leads of a company that has very many, in every way there is. */
final class CrmRun {

  private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final int THOUSAND = 1_000;
  private static final int CONNECTIONS = 16;
  private static final int CREATED = 201;
  private static final int IMPORTED = 20_000;
  private static final String AGENT = "agent";
  /** As the server's log tells how long a statement took, with the time that telling takes. */
  private static final Pattern DURATION = Pattern.compile("duration: ([0-9.]+) ms  plan:");

  private final CrmOptions options;
  private final Path dataDirectory;
  private final HttpClient http = HttpClient.newHttpClient();

  CrmRun(CrmOptions options, Path dataDirectory) {
    this.options = options;
    this.dataDirectory = dataDirectory;
  }

  /** @param rest of the path behind the company's @param by whose key it is asked with */
  record Read(String name, String rest, String by) {}

  /**
   * @param medianMs over HTTP
   * @param databaseMs of all its statements, run once more while they were written down
   */
  record Taken(String name, int status, double medianMs, double maxMs, double databaseMs, int bytes) {}

  /** @param cpuMs of server and database together, for each: what a busy machine does not change */
  record Made(double perSecond, double cpuMs) {}

  record Report(long leads, double fillSeconds, long databaseMb, long counts, Made created, Made imported, double load,
      List<Taken> reads) {}

  /** @return whether every read was answered */
  boolean run() throws Exception {
    String admin = SluiceServer.createAccount(options.home(), dataDirectory);
    long leads = (long) options.thousands() * THOUSAND;
    double filled;
    try (SluiceServer _ = SluiceServer.start(options.home(), dataDirectory)) {
      var past = new PastLeads(PostgresServer.below(dataDirectory));
      say("Filling up to " + leads + " leads …");
      filled = past.fill(leads);
      say("%.0f s. Tidying up …".formatted(filled));
      past.tidy();
    }
    List<Taken> taken = new ArrayList<>();
    Made created;
    Made imported;
    long counts;
    long size;
    try (SluiceServer server = SluiceServer.start(options.home(), dataDirectory)) {
      var database = PostgresServer.below(dataDirectory);
      long company = new PastLeads(database).company();
      for (Read read : reads()) {
        taken.add(time(database, server.url(), company, admin, read));
        say("%-60s %s".formatted(read.name(), taken.getLast()));
      }
      become(database, "admin");
      double cpu = cpuSeconds(server, database);
      double perSecond = create(server.url(), company, admin);
      created = new Made(perSecond, (cpuSeconds(server, database) - cpu) * THOUSAND / options.created());
      say("made one by one: " + created);
      cpu = cpuSeconds(server, database);
      perSecond = importFile(server.url(), company, admin);
      imported = new Made(perSecond, (cpuSeconds(server, database) - cpu) * THOUSAND / IMPORTED);
      say("imported: " + imported);
      counts = database.number("SELECT count(*) FROM crm_lead_count");
      size = database.number("SELECT pg_database_size('sluice') >> 20");
    }
    List<Taken> measured = plans(admin, taken);
    var report = new Report(leads, filled, size, counts, created, imported, Machine.load(), measured);
    Files.writeString(options.home().resolve("bench/target/crm.json"), JSON.writeValueAsString(report) + "\n");
    System.out.print("\n" + table(report));
    return measured.stream().allMatch(read -> read.status() == 200);
  }

  private static List<Read> reads() {
    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    String quarter = "created_from=" + today.minus(135, ChronoUnit.DAYS) + "&created_to=" + today.minus(45, ChronoUnit.DAYS);
    List<Read> reads = new ArrayList<>();
    add(reads, "list", "/leads");
    for (String sort : List.of("id", "created_at", "-created_at", "-updated_at", "last_name", "-first_name", "stage", "-stage")) {
      add(reads, "list, sort " + sort, "/leads?sort=" + sort);
    }
    for (int page : new int[] {400, 20_000, 40_000}) {
      add(reads, "list, page " + page, "/leads?page=" + page);
      add(reads, "list by last name, page " + page, "/leads?sort=last_name&page=" + page);
    }
    for (String filter : List.of("stage_id=6", "stage_id=4", "source_id=103", "campaign_id=204", "territory_id=305",
        "user_access_id=1007", "cycle_id=401", quarter, "source_id=103&stage_id=2", "campaign_id=204&territory_id=305",
        "user_access_id=1007&stage_id=1&source_id=105", "cycle_id=401&campaign_id=206&stage_id=5", quarter + "&source_id=103")) {
      String name = filter.replaceAll("created_from.*Z", "a quarter");
      for (String sort : List.of("-id", "-created_at", "updated_at", "last_name", "stage")) {
        add(reads, "list of " + name + ", sort " + sort, "/leads?" + filter + "&sort=" + sort);
      }
      add(reads, "metrics of " + name, "/leads/metrics?" + filter);
    }
    add(reads, "metrics", "/leads/metrics");
    add(reads, "duplicates", "/leads/duplicates");
    add(reads, "duplicates, page 2000", "/leads/duplicates?page=2000");
    add(reads, "unassigned", "/leads/unassigned");
    add(reads, "unassigned of a source", "/leads/unassigned?source_id=103&sort=last_name");
    for (String words : List.of("lead777777@", "mary johnson12", "karen", "5120777777", "(512) 077-7777", "7777", "initech",
        "m", "zzzz")) {
      add(reads, "search " + words, "/leads?search=" + encoded(words));
    }
    add(reads, "search karen of a stage, sort last_name", "/leads?search=karen&stage_id=2&sort=last_name");
    add(reads, "search initech of an agent", "/leads?search=initech&user_access_id=1007");
    add(reads, "metrics of search karen", "/leads/metrics?search=karen");
    for (String rest : List.of("/leads", "/leads?sort=last_name", "/leads?stage_id=1&sort=-updated_at", "/leads/unassigned",
        "/leads/metrics", "/leads?search=karen")) {
      reads.add(new Read("an agent's " + rest, rest, AGENT));
    }
    return reads;
  }

  private static void add(List<Read> reads, String name, String rest) {
    reads.add(new Read(name, rest, "admin"));
  }

  /** The caller is the company's admin, or else one of its agents. */
  private static void become(PostgresServer database, String access) throws SQLException {
    execute(database.connect(), List.of(
        "UPDATE user_access SET access_name = '" + access + "' WHERE id = " + PastLeads.FIRST_AGENT));
  }

  private static void execute(Connection opened, List<String> statements) throws SQLException {
    try (Connection connection = opened; Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private Taken time(PostgresServer database, URI server, long company, String apiKey, Read read)
      throws IOException, InterruptedException, SQLException {
    become(database, read.by());
    double[] ms = new double[options.repeats() - 1];
    HttpResponse<String> answer = ask(server, company, apiKey, read);
    for (int i = 0; i < ms.length; i++) {
      long began = System.nanoTime();
      answer = ask(server, company, apiKey, read);
      ms[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(ms);
    return new Taken(read.name(), answer.statusCode(), ms[ms.length / 2], ms[ms.length - 1], 0, answer.body().length());
  }

  private HttpResponse<String> ask(URI server, long company, String apiKey, Read read)
      throws IOException, InterruptedException {
    return http.send(request(server, company, apiKey, read.rest()).GET().build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(URI server, long company, String apiKey, String rest) {
    return HttpRequest.newBuilder(server.resolve("/api/v1/companies/" + company + rest))
        .header("Authorization", authorization(apiKey)).header("Content-Type", "application/json");
  }

  private static String authorization(String apiKey) {
    return "Basic " + Base64.getEncoder().encodeToString(("X:" + apiKey).getBytes(StandardCharsets.UTF_8));
  }

  /** New persons with a source, so that each is looked for among all, routed and counted. @return leads a second */
  private double create(URI server, long company, String apiKey) throws Exception {
    var next = new AtomicInteger();
    var made = new AtomicLong();
    long began = System.nanoTime();
    try (var threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      for (int i = 0; i < CONNECTIONS; i++) {
        threads.submit(() -> {
          for (int number = next.incrementAndGet(); number <= options.created(); number = next.incrementAndGet()) {
            String body = """
                {"first_name": "Nora", "last_name": "New%d", "email": "new%d@example.com", "phone": "+1 303 %03d %04d",
                 "zip_code": "90210", "source_id": %d}""".formatted(number, number, 200 + number / 10_000, number % 10_000,
                101 + number % 8);
            int status = http.send(request(server, company, apiKey, "/leads")
                .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString()).statusCode();
            made.addAndGet(status == CREATED ? 1 : 0);
          }
          return null;
        });
      }
    }
    if (made.get() != options.created()) {
      throw new IOException(made.get() + " of " + options.created() + " leads were made");
    }
    return made.get() / ((System.nanoTime() - began) / 1e9);
  }

  private static double cpuSeconds(SluiceServer server, PostgresServer database) {
    return Usage.cpuSeconds(server.pid()) + Usage.cpuSecondsOfTree(database.pid());
  }

  /** @return rows a second, from the file's arrival until all of them are leads */
  private double importFile(URI server, long company, String apiKey) throws IOException, InterruptedException {
    StringBuilder csv = new StringBuilder("first_name,last_name,email,phone,zip_code\n");
    for (int i = 0; i < IMPORTED; i++) {
      csv.append("Ida,Imported%d,imported%d@example.com,+1 404 %03d %04d,7870%d\n".formatted(i, i, 200 + i / 10_000,
          i % 10_000, i % 10));
    }
    String body = JSON.writeValueAsString(Map.of("name", "leads.csv", "source_id", 101, "file_base64",
        Base64.getEncoder().encodeToString(csv.toString().getBytes(StandardCharsets.UTF_8))));
    long began = System.nanoTime();
    HttpResponse<String> asked = http.send(request(server, company, apiKey, "/import")
        .POST(HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    if (asked.statusCode() != CREATED) {
      throw new IOException("no import: " + asked.body());
    }
    String code = JSON.readTree(asked.body()).at("/import_file/import_code").asString();
    String status = "";
    while (!status.equals("completed")) {
      Thread.sleep(200);
      HttpRequest look = HttpRequest.newBuilder(server.resolve("/api/v1/import/" + code))
          .header("Authorization", authorization(apiKey)).build();
      status = JSON.readTree(http.send(look, HttpResponse.BodyHandlers.ofString()).body())
          .at("/import_file/status").asString();
      if (status.equals("failed")) {
        throw new IOException("the import failed");
      }
    }
    return IMPORTED / ((System.nanoTime() - began) / 1e9);
  }

  /** Once more, with a database that writes down what it does: a server takes that up when it starts. */
  private List<Taken> plans(String apiKey, List<Taken> taken) throws Exception {
    try (SluiceServer _ = SluiceServer.start(options.home(), dataDirectory)) {
      telling(PostgresServer.below(dataDirectory), true);
    }
    Path log = dataDirectory.resolve("postgres/server.log");
    StringBuilder plans = new StringBuilder();
    List<Taken> measured = new ArrayList<>();
    try (SluiceServer server = SluiceServer.start(options.home(), dataDirectory)) {
      var database = PostgresServer.below(dataDirectory);
      long company = new PastLeads(database).company();
      List<Read> reads = reads();
      for (int i = 0; i < reads.size(); i++) {
        Read read = reads.get(i);
        become(database, read.by());
        ask(server.url(), company, apiKey, read);
        Thread.sleep(100); // the log is written by another process
        long before = Files.size(log);
        ask(server.url(), company, apiKey, read);
        Thread.sleep(100);
        String said = Files.readString(log).substring((int) before);
        plans.append("=== ").append(read.name()).append('\n').append(said);
        Matcher duration = DURATION.matcher(said);
        double ms = 0;
        while (duration.find()) {
          ms += Double.parseDouble(duration.group(1));
        }
        Taken timed = taken.get(i);
        measured.add(new Taken(timed.name(), timed.status(), timed.medianMs(), timed.maxMs(), ms, timed.bytes()));
      }
      telling(database, false);
    }
    Files.writeString(options.home().resolve("bench/target/crm-plans.txt"), plans);
    return measured;
  }

  private static void telling(PostgresServer database, boolean on) throws SQLException {
    List<String> statements = new ArrayList<>();
    for (String setting : List.of("session_preload_libraries = 'auto_explain'", "auto_explain.log_min_duration = 0",
        "auto_explain.log_analyze = on", "auto_explain.log_buffers = on", "auto_explain.log_timing = off")) {
      String name = setting.substring(0, setting.indexOf(' '));
      if (on && name.startsWith("auto_explain")) {
        statements.add("LOAD 'auto_explain'");
      }
      statements.add("ALTER DATABASE sluice " + (on ? "SET " + setting : "RESET " + name));
    }
    execute(database.connectAsAdmin(), statements);
  }

  private static String table(Report report) {
    StringBuilder table = new StringBuilder(("%,d leads, filled in %.0f s, %,d counts, %,d MB; one by one %.0f leads/s (%.1f ms CPU each), "
        + "imported %.0f/s (%.2f ms CPU each)\n\n").formatted(report.leads(), report.fillSeconds(), report.counts(),
        report.databaseMb(), report.created().perSecond(), report.created().cpuMs(), report.imported().perSecond(),
        report.imported().cpuMs()));
    table.append("| Read | at the database | over HTTP |\n| --- | ---: | ---: |\n");
    for (Taken taken : report.reads()) {
      table.append(String.format(Locale.ROOT, "| %s | %.0f ms | %.0f ms%s |\n", taken.name(), taken.databaseMs(),
          taken.medianMs(), taken.status() == 200 ? "" : " (" + taken.status() + ")"));
    }
    return table.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static void say(String line) {
    System.err.println(line);
  }
}
