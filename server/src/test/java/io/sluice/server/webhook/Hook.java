package io.sluice.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import io.sluice.server.FakeRecipient;
import io.sluice.server.FakeRecipient.Received;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An endpoint of a party and the server behind it, as a test sees them. */
record Hook(Party owner, String id, String secret, FakeRecipient server) {

  static final Duration LIMIT = Duration.ofSeconds(60);

  /** @param types such as {@code "lead.*"}; none for everything */
  static Hook of(Party owner, FakeRecipient server, String... types) {
    String wanted = List.of(types).stream().map(type -> "\"" + type + "\"").collect(Collectors.joining(","));
    Reply made = owner.post("/webhook_endpoints", "{\"url\":\"%s\",\"types\":[%s]}"
        .formatted(server.url("/hook"), wanted)).is(201);
    return new Hook(owner, made.at("id"), made.at("secret"), server);
  }

  String path() {
    return "/webhook_endpoints/" + id;
  }

  Reply show() {
    return owner.get(path()).is(200);
  }

  void delete() {
    owner.delete(path()).is(200);
  }

  /** The id of a message of type {@code webhook.test}. */
  String test() {
    return owner.post(path() + "/test").is(202).at("message_id");
  }

  JsonNode delivery(String message) {
    return owner.get(path() + "/deliveries/" + message).is(200).json();
  }

  List<JsonNode> deliveries(String query) {
    return owner.get(path() + "/deliveries" + query).is(200).json().valueStream().toList();
  }

  void awaitState(String message, String state) {
    await(() -> delivery(message).at("/delivery/state").asString().equals(state),
        () -> message + " to be " + state + ": " + delivery(message));
  }

  void awaitAttempts(String message, int count) {
    await(() -> delivery(message).path("attempts").size() >= count,
        () -> count + " attempts of " + message + ": " + delivery(message));
  }

  JsonNode awaitMessage() {
    return JsonMapper.shared().readTree(verified(server.awaitRequest(LIMIT)).body());
  }

  /** As a recipient would, with the library of the specification. */
  Received verified(Received received) {
    assertThat(received.method()).isEqualTo("POST");
    assertThat(received.headers()).containsEntry("Content-Type", "application/json");
    Map<String, List<String>> headers = received.headers().entrySet().stream()
        .collect(Collectors.toMap(header -> header.getKey().toLowerCase(java.util.Locale.ROOT),
            header -> List.of(header.getValue())));
    assertThatCode(() -> verify(received.body(), headers)).doesNotThrowAnyException();
    return received;
  }

  private void verify(String body, Map<String, List<String>> headers) throws WebhookVerificationException {
    new Webhook(secret).verify(body, headers);
  }

  /** What the library signs such a request with: for times it would find too far from now to verify. */
  static String signature(String secret, Received received) throws WebhookSigningException {
    return new Webhook(secret).sign(received.headers().get("webhook-id"),
        Long.parseLong(received.headers().get("webhook-timestamp")), received.body());
  }

  static void await(BooleanSupplier condition, Supplier<String> what) {
    Instant limit = Instant.now().plus(LIMIT);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(limit)) {
        throw new AssertionError("waited in vain for " + what.get());
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
