package io.sluice.server.lead;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A server that is told to stop: what it has begun, it ends, and nobody is left without an answer. */
class StoppingTest {

  private static final int CONNECTIONS = 64;
  private static final Map<String, String> DRAINED = Map.of("SLUICE_DRAIN_SECONDS", "3");

  @Test
  void a_lead_that_is_on_its_way_when_the_server_stops_is_delivered_and_answered() {
    try (FakeRecipient recipient = FakeRecipient.start()) {
      recipient.answers(FakeRecipient.slow(Duration.ofSeconds(1), FakeRecipient.json("{\"outcome\":\"success\"}")));
      SluiceServer server = SluiceServer.with(Map.of());
      CompletableFuture<Reply> sender;
      try {
        LeadFlow.Deployed flow = LeadFlow.of(server.open("Acme")).delivery(recipient.url("/"), "").deploy();
        sender = CompletableFuture.supplyAsync(() -> flow.submit("{\"email\": \"a@example.com\"}"));
        recipient.awaitRequest(Duration.ofSeconds(20));
      } finally {
        server.close();
      }
      assertThat(sender.join().is(201).at("outcome")).isEqualTo("success");
    }
  }

  @Test
  void a_request_on_a_connection_that_was_kept_is_answered_by_a_server_that_stops_and_told_to_be_the_last() throws Exception {
    SluiceServer server = SluiceServer.with(DRAINED);
    LeadFlow.Deployed flow = LeadFlow.of(server.open("Acme")).deploy();
    try (Kept kept = new Kept(flow)) {
      assertThat(kept.submit()).startsWith("HTTP/1.1 201").doesNotContain("Connection: close");
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
      await("the server to say that it stops", () -> !isReady(server));
      assertThat(kept.submit()).startsWith("HTTP/1.1 201").contains("Connection: close");
      stopped.join();
    }
  }

  @Test
  void who_watches_a_server_is_told_that_it_leaves_and_watches_it_while_it_does() throws IOException {
    String port = Integer.toString(freePort());
    SluiceServer server = SluiceServer.with(Map.of("SLUICE_DRAIN_SECONDS", "3", "SLUICE_MANAGEMENT_PORT", port));
    String watched = "http://localhost:" + port + "/actuator";
    for (String path : List.of("/health", "/health/readiness", "/prometheus")) {
      server.send(HttpRequest.newBuilder(URI.create(watched + path))).is(200);
    }
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
    await("the server to say that it stops", () -> !isReady(server));
    server.send(HttpRequest.newBuilder(URI.create(watched + "/prometheus"))).is(200);
    server.send(HttpRequest.newBuilder(URI.create(watched + "/health/liveness"))).is(200);
    assertThat(server.send(HttpRequest.newBuilder(URI.create(watched + "/health/readiness"))).is(503).at("status"))
        .isEqualTo("OUT_OF_SERVICE");
    server.send(HttpRequest.newBuilder(URI.create(watched + "/health"))).is(503);
    stopped.join();
  }

  @Test
  void a_server_that_stops_hears_until_its_end_what_another_changes() {
    SluiceServer server = SluiceServer.with(DRAINED);
    try (SluiceServer other = server.twin()) {
      LeadFlow.Deployed flow = LeadFlow.of(server.open("Acme")).deploy();
      assertThat(flow.submit("{}").is(201).at("outcome")).isEqualTo("success");
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
      await("the server to say that it stops", () -> !isReady(server));
      Party owner = flow.owner().at(other);
      String document = owner.get("/flows/" + flow.id()).is(200).text();
      owner.put("/flows/" + flow.id(), document.replaceFirst("\"enabled\":true", "\"enabled\":false")).is(200);
      owner.post("/flows/" + flow.id() + "/deploy").is(200);
      await("the stopping server to know", () -> flow.submit("{}").is(201).at("outcome").equals("error"));
      stopped.join();
    }
  }

  /** As a load balancer sends them that asks for the status ten times a second. */
  @Test
  void under_load_no_request_goes_without_an_answer_when_the_server_stops() throws Exception {
    SluiceServer server = SluiceServer.with(DRAINED);
    LeadFlow.Deployed flow = LeadFlow.of(server.open("Acme")).deploy();
    var answered = new AtomicInteger();
    List<Future<List<String>>> senders = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ready = new Readiness(server);
      threads.submit(ready);
      for (int i = 0; i < CONNECTIONS; i++) {
        senders.add(threads.submit(() -> send(flow, ready, answered)));
      }
      await("the load", () -> answered.get() > 1_000);
      server.close();
      for (Future<List<String>> sender : senders) {
        assertThat(sender.get()).isEmpty();
      }
    }
  }

  /** @return what went wrong */
  private static List<String> send(LeadFlow.Deployed flow, Readiness ready, AtomicInteger answered) {
    List<String> wrong = new ArrayList<>();
    while (ready.isSeen) {
      try (Kept kept = new Kept(flow)) {
        for (String answer = ""; ready.isSeen && !answer.contains("Connection: close"); answered.incrementAndGet()) {
          answer = kept.submit();
          if (!answer.startsWith("HTTP/1.1 201")) {
            wrong.add(answer);
            return wrong;
          }
        }
      } catch (IOException e) {
        wrong.add(e.toString());
        return wrong;
      }
    }
    return wrong;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  private static boolean isReady(SluiceServer server) {
    return server.send(HttpRequest.newBuilder(URI.create(server.url() + "/status"))).status() == 200;
  }

  private static final class Readiness implements Runnable {

    private final SluiceServer server;
    private volatile boolean isSeen = true;

    Readiness(SluiceServer server) {
      this.server = server;
    }

    @Override
    public void run() {
      try {
        while (isReady(server)) {
          Thread.sleep(100);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        isSeen = false;
      }
    }
  }

  /** A connection that its client keeps until it is told not to. */
  private static final class Kept implements AutoCloseable {

    private static final String LEAD = "{\"email\": \"a@example.com\"}";

    private final Socket socket;
    private final BufferedReader answers;
    private final byte[] request;

    Kept(LeadFlow.Deployed flow) throws IOException {
      URI url = flow.owner().server().url();
      socket = new Socket(url.getHost(), url.getPort());
      socket.setSoTimeout(20_000);
      answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      request = """
          POST %s/submit HTTP/1.1\r
          Host: %s\r
          Content-Type: application/json\r
          Content-Length: %d\r
          \r
          %s""".formatted(flow.path(), url.getAuthority(), LEAD.length(), LEAD).getBytes(StandardCharsets.UTF_8);
    }

    /** @return the head of the answer, and its body behind it; empty when there was none */
    String submit() throws IOException {
      socket.getOutputStream().write(request);
      var head = new StringBuilder();
      int length = 0;
      for (String line = answers.readLine(); line != null && !line.isEmpty(); line = answers.readLine()) {
        head.append(line).append('\n');
        if (line.startsWith("Content-Length: ")) {
          length = Integer.parseInt(line.substring("Content-Length: ".length()));
        }
      }
      char[] body = new char[length];
      for (int read = 0; read < length; read += answers.read(body, read, length - read)) {}
      return head.append(body).toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
