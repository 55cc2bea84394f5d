package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What senders do wrong on the wire, and all of them at once. */
class SubmitTransportTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final LeadFlow.Deployed flow = LeadFlow.of(acme).deploy();

  @Test
  void an_announced_body_beyond_the_limit_is_refused_before_it_is_read() throws IOException {
    try (Socket socket = connect()) {
      send(socket, head("Content-Length: 1048577"));
      assertThat(answer(socket)).startsWith("HTTP/1.1 413").contains("text/plain").contains("1048576 bytes");
    }
  }

  @Test
  void an_unannounced_body_beyond_the_limit_is_refused_while_it_is_read() throws IOException {
    try (Socket socket = connect()) {
      send(socket, head("Transfer-Encoding: chunked"));
      String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
      for (int i = 0; i < 17; i++) {
        send(socket, chunk);
      }
      assertThat(answer(socket)).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void a_body_of_exactly_the_limit_is_taken() {
    String filler = "{\"first_name\":\"" + "x".repeat((1 << 20) - 17) + "\"}";
    assertThat(filler.length()).isEqualTo(1 << 20);
    flow.submit(filler).is(201);
  }

  @Test
  void a_body_that_ends_before_its_announced_length_is_400() throws IOException {
    try (Socket socket = connect()) {
      send(socket, head("Content-Length: 100") + "{\"first_name\":");
      socket.shutdownOutput();
      assertThat(answer(socket)).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void a_chunk_that_is_none_is_400() throws IOException {
    try (Socket socket = connect()) {
      send(socket, head("Transfer-Encoding: chunked") + "zz\r\nnonsense\r\n");
      assertThat(answer(socket)).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void a_body_that_does_not_come_is_408() throws IOException {
    try (Socket socket = connect()) {
      send(socket, head("Content-Length: 100") + "{");
      socket.setSoTimeout((int) Duration.ofSeconds(25).toMillis());
      assertThat(answer(socket)).startsWith("HTTP/1.1 408");
    }
  }

  @Test
  void nothing_a_sender_can_send_is_our_fault() {
    for (String body : List.of("", " ", "[]", "null", "\"x\"", "1", "{", "{\"a\":1e999999999}", "\u0000",
        "{\"\u0000\":1}",
        "{\"first_name\":{\"a\":{\"b\":[[[[1]]]]}}}", "{\"first_name\":\"\\ud800\"}", "[".repeat(5_000),
        "{\"email\":[1,null,{}],\"phone_1\":{\"raw\":5},\"ssn\":true,\"state\":-0.0}")) {
      for (String type : List.of("application/json", "application/x-www-form-urlencoded", "text/xml")) {
        assertThat(flow.send("submit", type, body).status()).as(type + " " + body).isIn(201, 400);
      }
    }
  }

  @Test
  void a_query_that_is_badly_escaped_is_read_as_far_as_it_can_be() throws IOException {
    try (Socket socket = connect()) {
      send(socket, "GET " + flow.path() + "/submit?%zz=%&first_name=%ff%fe&&=&a=c HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(answer(socket)).startsWith("HTTP/1.1 201");
    }
  }

  @Test
  void what_many_were_told_at_once_is_all_there() throws Exception {
    Set<String> told = ConcurrentHashMap.newKeySet();
    List<Future<?>> senders = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 64; i++) {
        senders.add(threads.submit(() -> {
          for (int j = 0; j < 50; j++) {
            told.add(flow.submit("{\"first_name\":\"Milton\"}").is(201).at("lead.id"));
          }
        }));
      }
    }
    for (Future<?> sender : senders) {
      sender.get();
    }
    assertThat(told).hasSize(64 * 50);
    assertThat(server.db().sql("SELECT lead_id FROM event WHERE account_id = :acme AND type = 'source'")
        .param("acme", acme.accountId()).query(String.class).list()).containsExactlyInAnyOrderElementsOf(told);
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(server.url().getHost(), server.url().getPort());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private String head(String framing) {
    return "POST " + flow.path() + "/submit HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + framing
        + "\r\n\r\n";
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  /** What comes first; the connection may stay open behind it. */
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[4_096];
    int length = 0;
    while (length < buffer.length && !new String(buffer, 0, length, StandardCharsets.UTF_8).contains("\r\n\r\n")) {
      int read = in.read(buffer, length, buffer.length - length);
      if (read < 0) {
        break;
      }
      length += read;
    }
    int more = Math.max(0, in.available());
    length += in.read(buffer, length, Math.min(more, buffer.length - length));
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }
}
