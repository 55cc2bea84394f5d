package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A server that is told to stop: what it has begun, it ends. */
class StoppingTest {

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
}
