package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.TestServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BodyLimitTest {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(Map.of("SLUICE_MAX_BODY_BYTES", "2048"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_body_that_says_it_is_too_large_is_refused_before_it_is_read() throws Exception {
    assertTooLarge(post(BodyPublishers.ofByteArray(json(2049))));
  }

  @Test
  void a_body_of_untold_length_is_refused_where_it_becomes_too_large() throws Exception {
    assertTooLarge(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(json(5000)))));
  }

  @Test
  void a_body_of_exactly_the_limit_reaches_its_route() throws Exception {
    assertThat(post(BodyPublishers.ofByteArray(json(2048))).statusCode()).isNotEqualTo(413);
    assertThat(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(json(2048)))).statusCode())
        .isNotEqualTo(413);
  }

  private static void assertTooLarge(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("too large").contains("2048");
  }

  private static HttpResponse<String> post(BodyPublisher body) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(server.url().resolve("/console/session"))
          .header("Content-Type", "application/json").POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static byte[] json(int bytes) {
    return ("{\"email\":\"" + "a".repeat(bytes - 12) + "\"}").getBytes();
  }
}
