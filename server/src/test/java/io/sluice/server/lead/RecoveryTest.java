package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.Sluice;
import io.sluice.server.TestDatabase;
import io.sluice.server.cli.CommandLine;
import io.sluice.server.cli.Terminal;
import io.sluice.server.database.DatabaseAddress;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real server, killed in the middle of a delivery: no received lead is without an outcome (decision 0043). */
class RecoveryTest {

  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final DatabaseAddress database = TestDatabase.fresh();
  private final JdbcClient db = JdbcClient.create(
      new DriverManagerDataSource(database.url(), database.user(), database.password()));
  private final FakeRecipient recipient = FakeRecipient.start();
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port = freePort();
  private final Map<String, String> settings = Map.of(
      "SLUICE_PORT", Integer.toString(port),
      "SLUICE_ADDRESS", "127.0.0.1",
      "SLUICE_DATABASE_URL", database.url() + "?user=" + database.user() + "&password=" + database.password(),
      "SLUICE_OUTBOUND_ALLOW", "127.0.0.0/8");
  private Process server;

  @BeforeEach
  void start() throws Exception {
    server = spawn(port);
  }

  @AfterEach
  void close() throws Exception {
    server.destroyForcibly().waitFor();
    recipient.close();
  }

  @Test
  void leads_whose_server_was_killed_in_the_middle_are_ended_once_and_nothing_is_delivered_twice() throws Exception {
    Account acme = account("Acme", "anna@acme.example");
    Account initech = account("Initech", "ian@initech.example");
    connect(initech, acme);

    String slowly = step(recipient.url("/slow"));
    String direct = flow(acme, LeadFlow.WEB_FORM, step(recipient.url("/quick")) + "," + slowly, """
        ,"caps":[{"type":"volume","maximum":5,"duration":1,"duration_units":"month"}]""");
    String bought = flow(acme, initech.id(), slowly, "");
    String sold = flow(initech, LeadFlow.WEB_FORM, """
        {"type":"recipient","entity":{"id":"%s","name":"Acme"},"integration":{"module_id":
         "leadconduit-integration-leadconduit.outbound.to_buyer","mappings":[{"property":"flow_id","value":"%s"}]}}"""
        .formatted(acme.id(), bought), "");
    recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"success\"}")).answers(FakeRecipient.never());

    CompletableFuture<?> one = submit(direct);
    await("the slow delivery", () -> recipient.received().size() == 2);
    CompletableFuture<?> other = submit(sold);
    await("the sale's slow delivery", () -> recipient.received().size() == 3);
    server.destroyForcibly().waitFor();
    assertThat(one.handle((reply, cut) -> cut != null).join()).as("nobody was told anything").isTrue();
    assertThat(other.handle((reply, cut) -> cut != null).join()).isTrue();
    assertThat(count("receipt")).isEqualTo(3);
    assertThat(count("event")).isZero();

    server = spawn(port);
    await("the end of all three leads", () -> count("receipt") == 0);

    assertThat(story(acme, direct)).containsExactly(
        "recipient success", "recipient error: interrupted", "source success");
    assertThat(story(acme, bought)).containsExactly("recipient error: interrupted", "source success");
    assertThat(story(initech, sold)).containsExactly("recipient success", "source success");
    assertThat(db.sql("SELECT lead_id FROM event WHERE type = 'source'").query(String.class).list())
        .as("one source event a lead").doesNotHaveDuplicates().hasSize(3);
    assertThat(recipient.received().stream().collect(
        Collectors.groupingBy((Received received) -> received.headers().get("Idempotency-Key"), Collectors.counting())))
        .as("deliveries by key").hasSize(3).containsValues(1L);
    assertThat(count("attempt")).isZero();
    await("the slots to be settled", () -> count("cap_slot") == 0);
    assertThat(db.sql("SELECT taken FROM cap_counter").query(Long.class).list()).containsExactly(1L);
    assertThat(db.sql("SELECT count(*) FROM lead").query(Long.class).single()).isEqualTo(3);
  }

  @Test
  void a_destination_that_a_killed_server_delivered_to_is_not_delivered_to_again() throws Exception {
    Account acme = account("Acme", "anna@acme.example");
    String destinations = IntStream.rangeClosed(1, 3).mapToObj(i -> destination(acme, recipient.url("/end" + i)))
        .collect(Collectors.joining(","));
    String flow = flow(acme, LeadFlow.WEB_FORM, "", ",\"destinations\":[" + destinations + "]");
    recipient.answersOnce(FakeRecipient.json("{}")).answersOnce(FakeRecipient.never());
    CompletableFuture<?> sender = submit(flow);
    await("the slow delivery", () -> recipient.received().size() == 2);
    server.destroyForcibly().waitFor();
    assertThat(sender.handle((reply, cut) -> cut != null).join()).isTrue();

    server = spawn(port);
    await("the end of the lead", () -> count("receipt") == 0);
    assertThat(story(acme, flow)).containsExactly(
        "recipient success", "recipient error: interrupted", "recipient success", "source success");
    assertThat(recipient.received().stream().map(Received::uri)).containsExactly("/end1", "/end2", "/end3");
  }

  @Test
  void another_node_ends_what_a_killed_one_began() throws Exception {
    Account acme = account("Acme", "anna@acme.example");
    String flow = flow(acme, LeadFlow.WEB_FORM, step(recipient.url("/slow")), "");
    Process other = spawn(freePort());
    try {
      recipient.answers(FakeRecipient.never());
      CompletableFuture<?> sender = submit(flow);
      await("the slow delivery", () -> recipient.received().size() == 1);
      server.destroyForcibly().waitFor();
      assertThat(sender.handle((reply, cut) -> cut != null).join()).isTrue();
      await("the end of the lead", () -> count("receipt") == 0);
      assertThat(story(acme, flow)).containsExactly("recipient error: interrupted", "source success");
      assertThat(recipient.received()).hasSize(1);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void a_lead_whose_server_was_killed_keeps_its_key_and_answers_whoever_sends_it_again() throws Exception {
    Account acme = account("Acme", "anna@acme.example");
    String flow = flow(acme, LeadFlow.WEB_FORM, step(recipient.url("/slow")), "");
    recipient.answers(FakeRecipient.never());
    CompletableFuture<HttpResponse<String>> sender = submit(flow, "the key");
    await("the slow delivery", () -> recipient.received().size() == 1);
    server.destroyForcibly().waitFor();
    assertThat(sender.handle((reply, cut) -> cut != null).join()).as("nobody was told anything").isTrue();
    assertThat(count("lead_key")).isEqualTo(1);

    server = spawn(port);
    HttpResponse<String> again = submit(flow, "the key").join();
    while (again.statusCode() == 409) {
      again = submit(flow, "the key").join();
    }
    assertThat(again.statusCode()).as(again.body()).isEqualTo(201);
    assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    JsonNode told = JsonMapper.shared().readTree(again.body());
    assertThat(told.path("outcome").asString()).isEqualTo("success");
    assertThat(db.sql("SELECT lead_id FROM event WHERE type = 'source'").query(String.class).list())
        .containsExactly(told.path("lead").path("id").asString());
    assertThat(submit(flow, "the key").join().body()).isEqualTo(again.body());
    assertThat(story(acme, flow)).containsExactly("recipient error: interrupted", "source success");
    assertThat(recipient.received()).as("delivered once").hasSize(1);
    assertThat(count("lead")).isEqualTo(1);
  }

  @Test
  void a_resumed_lead_costs_what_it_did_and_is_no_duplicate_of_itself() throws Exception {
    Account acme = account("Acme", "anna@acme.example");
    call(acme, "/lists", "{\"name\":\"Seen\"}", 201);
    String service = JsonMapper.shared().readTree(call(acme, "/services", """
        {"name":"Quoter","integration":{"module_id":"sluice-pricing.outbound.json","mappings":[
          {"property":"url","value":"%s"}]}}""".formatted(recipient.url("/quote")), 201)).path("id").asString();
    String add = ListStepTest.step("add_item", Map.of("list_name", "Seen", "values", "{{lead.email}}"));
    String flow = flow(acme, LeadFlow.WEB_FORM, add + "," + step(recipient.url("/slow")), """
        ,"list_checks":{"duplicate":{"value":"{{lead.email}}","list_name":"Seen"}},
        "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
          {"lhv":"suppressionlist.is_duplicate","op":"is false"}]}},
        "pricing_service":{"service_id":"%s","fallback_price":1}""".formatted(service));
    recipient.answersOnce(FakeRecipient.json("{\"price\":7.25}")).answers(FakeRecipient.never());

    CompletableFuture<?> sender = submit(flow);
    await("the slow delivery", () -> recipient.received().size() == 2);
    server.destroyForcibly().waitFor();
    assertThat(sender.handle((reply, cut) -> cut != null).join()).isTrue();
    recipient.answers(FakeRecipient.json("{\"price\":9}"));
    server = spawn(port);
    await("the end of the lead", () -> count("receipt") == 0);

    assertThat(story(acme, flow)).containsExactly(
        "recipient success", "recipient error: interrupted", "source success");
    assertThat(db.sql("SELECT cost FROM event WHERE type = 'source'").query(BigDecimal.class).single())
        .isEqualByComparingTo("7.25");
    assertThat(recipient.received()).as("asked and delivered to once").hasSize(2);
  }

  private List<String> story(Account account, String flow) {
    return db.sql("""
        SELECT type || ' ' || outcome || coalesce(': ' || reason, '') FROM event
         WHERE account_id = :account AND flow_id = :flow ORDER BY id""")
        .param("account", account.id()).param("flow", flow).query(String.class).list();
  }

  private long count(String table) {
    return db.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  private record Account(String id, String key) {}

  /** As an operator would, beside the running server. */
  private Account account(String company, String email) {
    var out = new ByteArrayOutputStream();
    var terminal = new Terminal(settings, new PrintStream(out, true, StandardCharsets.UTF_8), System.err);
    assertThat(new CommandLine(Sluice.class, terminal).run("account", "create", "--name", company, "--email", email))
        .isZero();
    JsonNode shown = JsonMapper.shared().readTree(out.toString(StandardCharsets.UTF_8));
    return new Account(shown.path("account_id").asString(), shown.path("api_key").asString());
  }

  private void connect(Account seller, Account buyer) {
    db.sql("""
        INSERT INTO connection (id, seller_account_id, buyer_account_id, created_at)
        VALUES ('65f1a2b3c4d5e6f708192c01', :seller, :buyer, now())""")
        .param("seller", seller.id()).param("buyer", buyer.id()).update();
  }

  private String flow(Account owner, String source, String steps, String more) throws Exception {
    String created = call(owner, "/flows", """
        {"name":"Auto leads","enabled":true,"fields":["email"],"sources":[{"entity":{"id":"%s","name":"Source"},
         "enabled":true,"integration":{"module_id":"leadconduit-default.inbound"}}],"steps":[%s]%s}"""
        .formatted(source, steps, more), 201);
    String id = created.substring(7, 31);
    call(owner, "/flows/" + id + "/deploy", "", 200);
    return id;
  }

  /** As a flow names it. */
  private String destination(Account owner, String url) {
    try {
      return call(owner, "/destinations",
          "{\"name\":\"End\",\"actions\":[{\"name\":\"Add\",\"webhook_url\":\"%s\"}]}".formatted(url), 201);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String step(String url) {
    return """
        {"type":"recipient","entity":{"id":"%s","name":"CRM"},"integration":{"module_id":"leadconduit-default.outbound",
         "mappings":[{"property":"url","value":"%s"}]}}""".formatted(LeadFlow.CRM, url);
  }

  private String call(Account caller, String path, String json, int expected) throws Exception {
    String pair = Base64.getEncoder().encodeToString(("X:" + caller.key()).getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> reply = http.send(HttpRequest.newBuilder(url(path))
        .header("Authorization", "Basic " + pair).header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json)).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(expected);
    return reply.body();
  }

  private CompletableFuture<?> submit(String flow) {
    return http.sendAsync(lead(flow).build(), HttpResponse.BodyHandlers.ofString());
  }

  private CompletableFuture<HttpResponse<String>> submit(String flow, String key) {
    return http.sendAsync(lead(flow).header("Idempotency-Key", key).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder lead(String flow) {
    return HttpRequest.newBuilder(url("/flows/" + flow + "/sources/" + LeadFlow.WEB_FORM + "/submit"))
        .header("Content-Type", "application/json").timeout(LIMIT)
        .POST(HttpRequest.BodyPublishers.ofString("{\"email\":\"a@hooli.example\"}"));
  }

  private URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private Process spawn(int onPort) throws Exception {
    var builder = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
        "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Sluice.class.getName(),
        "serve");
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

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    Instant limit = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waiting for " + what).isBefore(limit);
      Thread.sleep(50);
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
