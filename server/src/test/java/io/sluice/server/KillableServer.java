package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.cli.CommandLine;
import io.sluice.server.cli.Terminal;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.database.EmbeddedPostgres;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real program in a process of its own: for tests that pull its plug. */
public final class KillableServer implements AutoCloseable {

  public static final Duration LIMIT = Duration.ofSeconds(120);

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = freePort();
  private final Path data = temporaryDirectory();
  private final Map<String, String> settings = new HashMap<>(Map.of(
      "SLUICE_PORT", Integer.toString(port),
      "SLUICE_ADDRESS", "127.0.0.1",
      "SLUICE_DATA_DIR", data.toString(),
      "SLUICE_OUTBOUND_ALLOW", "127.0.0.0/8"));
  private final Optional<DatabaseAddress> shared;
  private final List<Process> others = new ArrayList<>();
  private Process server;
  private JdbcClient db;

  private KillableServer(Optional<DatabaseAddress> shared) throws Exception {
    this.shared = shared;
    shared.ifPresent(database -> settings.put(
        "SLUICE_DATABASE_URL", database.url() + "?user=" + database.user() + "&password=" + database.password()));
    startAgain();
  }

  /** With a database that outlives it, and that others may share. */
  public static KillableServer start() throws Exception {
    return new KillableServer(Optional.of(TestDatabase.fresh()));
  }

  /** With the embedded database, which ends with it. */
  public static KillableServer startWithItsOwnDatabase() throws Exception {
    return new KillableServer(Optional.empty());
  }

  /** As a power cut would. */
  public void kill() throws InterruptedException {
    server.destroyForcibly().waitFor();
  }

  /** As a machine that is put to sleep, or has no time for it. */
  public void freeze() throws Exception {
    signal("STOP");
  }

  public void thaw() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor()).isZero();
  }

  /** The same node again: same machine, same port. */
  public void startAgain() throws Exception {
    server = spawn(port);
    db = client(shared.or(() -> EmbeddedPostgres.running(embedded())).orElseThrow());
  }

  /** To its own database, while the server is down. */
  public void whileItIsDown(String statement) {
    try (EmbeddedPostgres database = EmbeddedPostgres.start(embedded())) {
      client(database.address()).sql(statement).update();
    }
  }

  private EmbeddedPostgres.Settings embedded() {
    return EmbeddedPostgres.Settings.of(data);
  }

  private static JdbcClient client(DatabaseAddress database) {
    return JdbcClient.create(new DriverManagerDataSource(database.url(), database.user(), database.password()));
  }

  /** One more node on the same database. @return its port */
  public int startAnother() throws Exception {
    int its = freePort();
    others.add(spawn(its));
    return its;
  }

  public void killOthers() throws InterruptedException {
    for (Process other : others) {
      other.destroyForcibly().waitFor();
    }
  }

  @Override
  public void close() {
    try {
      killOthers();
      kill();
      if (shared.isEmpty()) {
        EmbeddedPostgres.start(embedded()).close(); // once the killed server's has stopped
        FileSystemUtils.deleteRecursively(data);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  public JdbcClient db() {
    return db;
  }

  public long count(String table) {
    return db.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  /** {@code type outcome: reason} of each event of a flow, in order. */
  public List<String> story(Account account, String flow) {
    return db.sql("""
        SELECT type || ' ' || outcome || coalesce(': ' || reason, '') FROM event
         WHERE account_id = :account AND flow_id = :flow ORDER BY id""")
        .param("account", account.id()).param("flow", flow).query(String.class).list();
  }

  public record Account(String id, String key) {}

  /** As an operator would, beside the running server. */
  public Account account(String company, String email) {
    var out = new ByteArrayOutputStream();
    var terminal = new Terminal(settings, new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
    assertThat(new CommandLine(Sluice.class, terminal).run("account", "create", "--name", company, "--email", email))
        .isZero();
    JsonNode shown = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    return new Account(shown.path("account_id").asString(), shown.path("api_key").asString());
  }

  public void connect(Account seller, Account buyer) {
    db.sql("""
        INSERT INTO connection (id, seller_account_id, buyer_account_id, created_at)
        VALUES ('65f1a2b3c4d5e6f708192c01', :seller, :buyer, now())""")
        .param("seller", seller.id()).param("buyer", buyer.id()).update();
  }

  /**
   * A deployed flow's id.
   *
   * @param source the entity that submits, with further properties of the source behind it if there are any
   * @param more further properties of the flow, each behind a comma
   */
  public String flow(Account owner, String source, String steps, String more) throws Exception {
    return flow(owner, source, "", steps, more);
  }

  /** @param sourceMore further properties of the source, each behind a comma */
  public String flow(Account owner, String source, String sourceMore, String steps, String more) throws Exception {
    String created = call(owner, "/flows", """
        {"name":"Auto leads","enabled":true,"fields":["email"],"sources":[{"entity":{"id":"%s","name":"Source"},
         "enabled":true,"integration":{"module_id":"leadconduit-default.inbound"}%s}],"steps":[%s]%s}"""
        .formatted(source, sourceMore, steps, more), 201);
    String id = created.substring(7, 31);
    call(owner, "/flows/" + id + "/deploy", "", 200);
    return id;
  }

  public String call(Account caller, String path, String json, int expected) throws Exception {
    String pair = Base64.getEncoder().encodeToString(("X:" + caller.key()).getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> reply = http.send(HttpRequest.newBuilder(url(path))
        .header("Authorization", "Basic " + pair).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(expected);
    return reply.body();
  }

  /** Without credentials, without waiting. @param headers names and values by turns */
  public CompletableFuture<HttpResponse<String>> post(String path, String json, String... headers) {
    return post(port, path, json, headers);
  }

  /** To the node of that port. */
  public CompletableFuture<HttpResponse<String>> post(int toPort, String path, String json, String... headers) {
    var request = HttpRequest.newBuilder(url(toPort, path)).header("Content-Type", "application/json").timeout(LIMIT)
        .POST(HttpRequest.BodyPublishers.ofString(json));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private URI url(String path) {
    return url(port, path);
  }

  private static URI url(int toPort, String path) {
    return URI.create("http://127.0.0.1:" + toPort + path);
  }

  private Process spawn(int onPort) throws Exception {
    var builder = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
        "-cp", System.getProperty("java.class.path"), Sluice.class.getName(), "serve");
    builder.environment().putAll(settings);
    builder.environment().put("SLUICE_PORT", Integer.toString(onPort));
    builder.redirectErrorStream(true);
    Process process = builder.start();
    var ready = new CompletableFuture<String>();
    Thread.ofVirtual().start(() -> {
      try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          System.out.println("[server] " + line);
          if (line.contains("is ready at")) {
            ready.complete(line);
          }
        }
        ready.completeExceptionally(new IllegalStateException("the server ended before it was ready"));
      } catch (IOException killed) {
        ready.completeExceptionally(killed);
      }
    });
    ready.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    return process;
  }

  public static void await(String what, BooleanSupplier condition) throws InterruptedException {
    Instant limit = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waiting for " + what).isBefore(limit);
      Thread.sleep(50);
    }
  }

  private static Path temporaryDirectory() {
    try {
      Path directory = Files.createTempDirectory(Path.of("target"), "killable");
      return directory.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
