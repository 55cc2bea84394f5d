package io.sluice.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.SluiceServer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BodyLimitTest {

  private static SluiceServer server;

  @BeforeAll
  static void start() {
    server = SluiceServer.with(Map.of("SLUICE_MAX_BODY_BYTES", "2048"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_body_that_says_it_is_too_large_is_refused_before_it_is_read() {
    assertTooLarge(post(BodyPublishers.ofByteArray(json(2049))));
  }

  @Test
  void a_body_of_untold_length_is_refused_where_it_becomes_too_large() {
    assertTooLarge(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(json(5000)))));
  }

  @Test
  void a_body_of_exactly_the_limit_reaches_its_route() {
    assertThat(post(BodyPublishers.ofByteArray(json(2048))).status()).isNotEqualTo(413);
    assertThat(post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(json(2048)))).status())
        .isNotEqualTo(413);
  }

  private static void assertTooLarge(SluiceServer.Reply answer) {
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.text()).contains("too large").contains("2048");
  }

  private static SluiceServer.Reply post(BodyPublisher body) {
    return server.send(HttpRequest.newBuilder(server.url().resolve("/session"))
        .header("Content-Type", "application/json").POST(body));
  }

  private static byte[] json(int bytes) {
    return ("{\"email\":\"" + "a".repeat(bytes - 12) + "\"}").getBytes();
  }
}
