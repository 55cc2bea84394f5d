package io.sluice.server.http.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.KillableServer;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.lead.LeadFlow;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent to hurt, through the real port: refused or taken for what it is, and the next sender is served. */
class HostileInputTest {

  private static final int MEGABYTE = 1 << 20;
  private static final String BOMB = """
      <!DOCTYPE lead [<!ENTITY a "lollollol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
      <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
      <lead><first_name>&d;</first_name></lead>""";

  private static SluiceServer server;
  private static Party acme;
  private static LeadFlow.Deployed flow;

  @BeforeAll
  static void start() {
    server = SluiceServer.with(Map.of("SLUICE_BODY_LIMIT_SECONDS", "1"));
    acme = server.open("Acme");
    flow = LeadFlow.of(acme).deploy();
  }

  @AfterAll
  static void stop() {
    flow.submit("{}").is(201);
    server.close();
  }

  @Test
  void entities_of_a_document_type_are_not_expanded() {
    Reply reply = flow.send("submit", "text/xml", BOMB);
    assertThat(reply.text()).doesNotContain("lollol");
    if (reply.status() == 201) {
      assertThat(flow.history(reply.at("lead.id")).toString()).doesNotContain("lollollollollol");
    }
  }

  @Test
  void external_entities_are_not_opened(@TempDir Path directory) throws IOException {
    Path secret = Files.writeString(directory.resolve("secret"), "the machine's secret");
    try (var outside = FakeRecipient.start()) {
      for (String where : new String[] {secret.toUri().toString(), outside.url("/evil.dtd")}) {
        Reply reply = flow.send("submit", "text/xml", """
            <!DOCTYPE lead [<!ENTITY x SYSTEM "%1$s"><!ENTITY %% y SYSTEM "%1$s"> %%y;]>
            <lead><first_name>&x;</first_name></lead>""".formatted(where));
        assertThat(reply.text()).doesNotContain("machine's secret");
        if (reply.status() == 201) {
          assertThat(flow.history(reply.at("lead.id")).toString()).doesNotContain("the machine's secret");
        }
      }
      flow.submit("{}").is(201);
      assertThat(outside.received()).isEmpty();
    }
  }

  @Test
  void what_nests_without_end_is_refused() {
    int deep = 50_000;
    flow.submit("{\"a\":" + "[".repeat(deep) + "]".repeat(deep) + "}").is(400);
    flow.send("submit", "text/xml", "<a>".repeat(deep) + "</a>".repeat(deep)).is(400);
    flow.send("submit", "application/x-www-form-urlencoded", "a" + ".a".repeat(deep) + "=1").is(400);
    acme.post("/entities", "{\"a\":" + "[".repeat(deep) + "]".repeat(deep) + "}").is(400);
  }

  @Test
  void numbers_without_end_are_refused() {
    flow.submit("{\"age\": " + "9".repeat(100_000) + "}").is(400);
    acme.post("/entities", "{\"name\": " + "9".repeat(100_000) + "}").is(400);
    for (String number : new String[] {"1e999999999", "1e-999999999", "1e2147483648", "1e19", "1e400"}) {
      acme.post("/entities", "{\"name\": " + number + "}").is(400);
      acme.put("/account", "{\"data_retention_in_days\": " + number + "}").is(400);
    }
  }

  @Test
  void a_form_or_any_type_at_all_in_place_of_json_is_415() {
    for (String type : new String[] {"application/x-www-form-urlencoded", "*/*", "application/*", "application/*+json"}) {
      for (String method : new String[] {"PUT", "POST"}) {
        String path = method.equals("PUT") ? "/account" : "/entities";
        assertThat(server.send(acme.request(path).header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString("{}"))).status()).as(method + " " + type).isEqualTo(415);
      }
    }
    server.send(acme.request("/entities/5fd000000000000000000000").header("Content-Type", "application/x-www-form-urlencoded")
        .method("DELETE", HttpRequest.BodyPublishers.ofString("a"))).is(404);
  }

  @Test
  void names_and_numbers_that_nothing_keeps_are_refused() {
    assertThat(acme.put("/account", "{\"features\": {\"a\\u0000\": true}}").is(400).at("error"))
        .contains("must not hold the character NUL");
    acme.put("/account", "{\"features\": {\"a\": \"\"}}").is(400);
    acme.put("/account", "{\"features\": {\"a\": null}}").is(400);
    String company = "/api/v1/companies/" + acme.get("/account").is(200).at("company_id");
    for (String number : new String[] {"9223372036854775808", "-9223372036854775809", "99999999999999999999999"}) {
      acme.post(company + "/leads", "{\"first_name\": \"Ann\", \"stage_id\": " + number + "}").is(422);
      acme.put(company, "{\"parent_company_id\": " + number + "}").is(422);
    }
  }

  @Test
  void who_takes_it_for_a_proxy_is_told_so() throws IOException {
    assertThat(said("CONNECT /status HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 501")
        .contains("this server makes no connections for others");
  }

  @Test
  void brackets_behind_the_name_of_a_parameter_name_another_one() {
    String leads = "/api/v1/companies/" + acme.get("/account").is(200).at("company_id") + "/leads";
    for (String query : new String[] {"search%5Ba%5D=1", "search%5B%5D=1", "page%5B0%5D=1", "page.a=1"}) {
      acme.get(leads + "?" + query).is(200);
    }
  }

  @Test
  void a_query_that_nothing_could_be_asked_with_is_the_senders_fault() {
    for (String query : new String[] {"limit=%FF", "limit=%ED%A0%80", "lim%FF=1", "limit=%00", "%00=1&limit=1%00"}) {
      acme.get("/events?" + query).is(400);
    }
    acme.get("/audit?type=a%00b").is(400);
    assertThat(acme.get("/events?" + "a=1&".repeat(1_001)).is(400).at("error")).endsWith("a thousand at most");
  }

  @Test
  void too_many_parameters_are_refused_whether_their_names_differ_or_not() {
    StringBuilder different = new StringBuilder();
    for (int i = 0; i < 10_001; i++) {
      different.append("p").append(i).append("=1&");
    }
    for (String form : new String[] {different.toString(), "a=1&".repeat(10_001)}) {
      assertThat(flow.send("submit", "application/x-www-form-urlencoded", form).is(400).text())
          .contains("more than 10000 parameters");
    }
  }

  @Test
  void headers_too_many_and_too_long_are_refused() throws IOException {
    assertThat(said("GET /status HTTP/1.1\r\nHost: x\r\n" + "X-Flood: 1\r\n".repeat(200) + "\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(said("GET /status HTTP/1.1\r\nHost: x\r\nX-Long: " + "x".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(said("GET /status?" + "a=1&".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 400");
  }

  @Test
  void a_hundred_megabytes_are_refused_before_they_are_sent() throws IOException {
    assertThat(said(head("/entities", "Content-Length: 104857600"))).startsWith("HTTP/1.1 413");
    assertThat(said(head("/session", "Content-Length: 104857600"))).startsWith("HTTP/1.1 413")
        .as("in the console's words").contains("application/problem+json").contains("\"title\"");
    assertThat(said(head(flow.path() + "/submit", "Content-Length: 104857600"))).startsWith("HTTP/1.1 413");
  }

  @Test
  void two_lengths_and_a_length_beside_chunks_smuggle_nothing() throws IOException {
    assertThat(said(head("/session", "Content-Length: 2\r\nContent-Length: 3") + "{}x")).startsWith("HTTP/1.1 400");
    String hidden = "GET /status HTTP/1.1\r\nHost: x\r\n\r\n";
    String answer = said(head("/session", "Content-Length: 4\r\nTransfer-Encoding: chunked") + "0\r\n\r\n" + hidden);
    assertThat(answer.split("HTTP/1.1 ")).as("one answer, or none for the hidden one").hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void a_body_that_drips_is_given_up_when_its_time_is_over() throws Exception {
    assertThat(dripped(head("/entities", "Content-Length: 1000"))).startsWith("HTTP/1.1 408");
    assertThat(dripped(head("/entities", "Transfer-Encoding: chunked") + "3e8\r\n")).startsWith("HTTP/1.1 408");
    assertThat(dripped(head(flow.path() + "/submit", "Content-Length: 1000"))).startsWith("HTTP/1.1 408");
    assertThat(dripped(head("/feedback", "Content-Length: 1000"))).startsWith("HTTP/1.1 408");
  }

  @Test
  void forms_are_not_read_where_no_route_takes_any() throws Exception {
    for (String type : new String[] {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
      String head = head("/entities", "Content-Length: 1000").replace("application/json", type);
      assertThat(said(head + "--x\r\nContent-Disposition: form-data; name=a\r\n\r\n")).startsWith("HTTP/1.1 415");
    }
  }

  @Test
  void bodies_that_are_held_back_are_refused_before_they_fill_the_memory_and_leads_are_taken_meanwhile()
      throws Exception {
    for (String path : new String[] {flow.path() + "/submit", "/entities"}) {
      List<Socket> held = new ArrayList<>();
      try {
        assertThat(firstAnswerTo(head(path, "Content-Length: " + MEGABYTE) + " ".repeat(MEGABYTE - 1), held))
            .startsWith("HTTP/1.1 503").contains("Retry-After: 2");
        flow.submit("{}").is(201);
      } finally {
        for (Socket socket : held) {
          socket.close();
        }
      }
      KillableServer.await("room", () -> flow.submit("{\"a\":\"" + "a".repeat(MEGABYTE / 2) + "\"}").status() == 201);
    }
  }

  /** Sends it some more often than there is room for, and waits for what the server has to say. */
  private static String firstAnswerTo(String unfinished, List<Socket> held) throws Exception {
    long room = Runtime.getRuntime().maxMemory() / 128 / MEGABYTE;
    AtomicReference<String> answer = new AtomicReference<>("");
    for (int i = 0; i < room + 4; i++) {
      Socket socket = connect();
      held.add(socket);
      Thread.ofVirtual().start(() -> {
        try {
          write(socket, unfinished);
          answer.compareAndSet("", answer(socket));
        } catch (IOException hungUp) {
          // the test has seen enough
        }
      });
    }
    KillableServer.await("an answer", () -> !answer.get().isEmpty());
    return answer.get();
  }

  @Test
  void a_sender_that_falls_silent_in_its_headers_is_let_go() throws IOException {
    try (Socket socket = connect()) {
      write(socket, "GET /status HTTP/1.1\r\nX-Slow: ");
      socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
          .doesNotContain(" 200");
    }
  }

  @Test
  void headers_that_drip_are_given_up_when_their_time_is_over_and_a_busy_connection_is_not() throws Exception {
    String whole = "GET /status HTTP/1.1\r\nHost: x\r\n\r\n";
    try (var senders = Executors.newVirtualThreadPerTaskExecutor(); Socket busy = connect()) {
      List<Future<Boolean>> dripping = List.of(
          senders.submit(() -> isHungUpOn("GET /status HTTP/1.1\r\nX-Slow: ", "x")),
          senders.submit(() -> isHungUpOn("\r\n", "\r\n")),
          senders.submit(() -> isHungUpOn(whole + "GET /", "x")));
      while (!dripping.stream().allMatch(Future::isDone)) {
        write(busy, whole);
        assertThat(answer(busy)).startsWith("HTTP/1.1 200");
        Thread.sleep(200);
      }
      assertThat(dripping).extracting(Future::resultNow).containsOnly(true);
    }
  }

  @Test
  void a_sender_that_falls_silent_in_its_body_is_told_so_in_the_words_of_its_surface() throws Exception {
    Map<String, Future<String>> answers = new LinkedHashMap<>();
    try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (String path : List.of(flow.path() + "/submit", "/feedback", "/entities", "/api_keys", "/api/v1/users/login")) {
        answers.put(path, senders.submit(() -> said(head(path, "Content-Length: 1000") + "{")));
      }
    }
    answers.forEach((path, answer) -> assertThat(answer.resultNow()).as(path).startsWith("HTTP/1.1 408")
        .contains("the body did not arrive in time").doesNotContain("timestamp"));
    assertThat(answers.get(flow.path() + "/submit").resultNow()).contains("{\"error\":");
    assertThat(answers.get("/api_keys").resultNow()).contains("application/problem+json");
    assertThat(answers.get("/api/v1/users/login").resultNow()).contains("{\"message\":");
  }

  @Test
  void what_the_container_refuses_by_itself_is_told_in_our_words() throws IOException {
    for (String line : new String[] {"GET /error", "TRACE /flows", "GET /WEB-INF/web.xml", "GET /%00", "GET /../secret"}) {
      assertThat(said(line + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).as(line)
          .startsWith("HTTP/1.1 40").contains("{\"error\":").doesNotContain("timestamp", "<html");
    }
  }

  @Test
  void what_is_refused_of_a_route_before_it_is_reached_is_told_in_the_words_of_its_surface() throws IOException {
    Map<String, String> surfaces = Map.of("/entities", "{\"error\":", "/api_keys", "application/problem+json",
        "/api/v1/users", "{\"message\":");
    for (Map.Entry<String, String> surface : surfaces.entrySet()) {
      for (String bad : List.of("GET %s HTTP/1.1\r\nHost: x\r\n" + "X-Flood: 1\r\n".repeat(200), "GET %s HTTP/1.1\r\nNo-Host: x\r\n",
          "GET %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n", "TRACE %s HTTP/1.1\r\nHost: x\r\n")) {
        assertThat(said(bad.formatted(surface.getKey()) + "Connection: close\r\n\r\n")).as(bad.lines().skip(1).limit(2).toList() + " " + surface)
            .contains(surface.getValue());
      }
    }
    assertThat(server.send(acme.request("/api_keys").method("PATCH", HttpRequest.BodyPublishers.noBody())).is(405)
        .header("Content-Type")).contains("application/problem+json");
  }

  @Test
  void a_method_that_nobody_knows_is_one_that_the_route_does_not_take() throws IOException {
    for (String method : List.of("PROPFIND", "QUERY", "get", "TRACK", "X".repeat(100))) {
      String end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
      assertThat(said(method + " /entities" + end)).startsWith("HTTP/1.1 405").contains("Allow: ", "{\"error\":\"method not allowed\"}");
      assertThat(said(method + " /api_keys" + end)).startsWith("HTTP/1.1 405").contains("application/problem+json");
      assertThat(said(method + " /api/v1/users" + end)).startsWith("HTTP/1.1 405").contains("{\"message\":\"method not allowed\"");
      assertThat(said(method + " /exists/a/b" + end)).startsWith("HTTP/1.1 405");
      assertThat(said(method + " /nothing" + end)).startsWith("HTTP/1.1 404");
      assertThat(said(method + " /" + end)).startsWith("HTTP/1.1 405");
    }
  }

  @Test
  void a_first_line_that_nobody_can_read_is_answered_all_the_same() throws IOException {
    for (String line : new String[] {"G\u00e9T /api_keys HTTP/1.1", "GET /api_keys?<a> HTTP/1.1", "GET <a> HTTP/1.1", "GET"}) {
      assertThat(said(line + "\r\nHost: x\r\nConnection: close\r\n\r\n")).as(line)
          .startsWith("HTTP/1.1 400").contains("{\"error\":\"the request is not one that this server takes\"}");
    }
    assertThat(said("GET /status HTTP/9.9\r\nHost: x\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 505").contains("this server speaks HTTP/1.1");
    assertThat(said("GET /status HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 501").contains("Content-Length, or chunked");
  }

  private static String dripped(String head) throws Exception {
    try (Socket socket = connect()) {
      write(socket, head);
      Thread drip = Thread.ofVirtual().start(() -> {
        try {
          while (true) {
            write(socket, "{");
            Thread.sleep(100);
          }
        } catch (IOException | InterruptedException over) {
          // the server hung up, or the test has seen enough
        }
      });
      String answer = answer(socket);
      drip.interrupt();
      drip.join();
      return answer;
    }
  }

  /** @param more what it sends on, each second, for a minute */
  private static boolean isHungUpOn(String begun, String more) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout((int) Duration.ofSeconds(1).toMillis());
      write(socket, begun);
      int sent = 0;
      while (sent < 60) {
        try {
          if (socket.getInputStream().read(new byte[8_192]) < 0) {
            return true;
          }
        } catch (SocketTimeoutException quiet) {
          write(socket, more);
          sent++;
        }
      }
      return false;
    } catch (SocketException reset) {
      return true;
    }
  }

  private static String head(String path, String more) {
    String key = Base64.getEncoder().encodeToString(("X:" + acme.apiKey()).getBytes(StandardCharsets.UTF_8));
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Basic "
        + key + "\r\n" + more + "\r\n\r\n";
  }

  private static String said(String request) throws IOException {
    try (Socket socket = connect()) {
      write(socket, request);
      socket.setSoTimeout((int) Duration.ofSeconds(60).toMillis());
      return answer(socket);
    }
  }

  private static Socket connect() throws IOException {
    return new Socket("127.0.0.1", server.url().getPort());
  }

  private static void write(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** What came first; a server that hangs up on a sender still talking may reset the connection after it. */
  private static String answer(Socket socket) throws IOException {
    byte[] buffer = new byte[8_192];
    int read = socket.getInputStream().read(buffer);
    return read < 0 ? "" : new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
  }
}
