package io.sluice.server.webhook.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.job.Job;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.webhook.endpoint.WebhookEndpoints;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** An endpoint's turn (decision 0103), in the test's own hands: the server's lasts a minute. */
class MessageCarrierTest {

  private static final Duration TURN = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(2);
  private static final int MESSAGES = 16;

  private final SluiceServer server = SluiceServer.shared();
  private final TransactionTemplate transactions =
      new TransactionTemplate(server.bean(PlatformTransactionManager.class));
  private final FakeRecipient recipient =
      FakeRecipient.start().answers(FakeRecipient.slow(ANSWER, FakeRecipient.with(204, Map.of(), "")));

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void a_slow_endpoint_begins_nothing_when_its_turn_is_over_and_goes_to_the_back_of_the_queue() throws Exception {
    Party acme = server.open("Acme");
    String key = backlog(acme);
    Instant began = Instant.now();
    carrier().handle(new Job(WebhookEndpoints.JOB, key, "", 1));
    assertThat(Duration.between(began, Instant.now())).as("a turn and one answer").isLessThan(ANSWER.multipliedBy(2));
    assertThat(server.db().sql("SELECT run_at FROM job WHERE kind = 'webhook' AND key = :key").param("key", key)
        .query(OffsetDateTime.class).single().toInstant()).as("behind whoever came meanwhile")
        .isAfter(began.plus(TURN));
  }

  @Test
  void a_server_that_stops_waits_for_the_messages_in_hand_and_not_for_the_backlog() {
    SluiceServer own = SluiceServer.with(Map.of());
    recipient.answers(FakeRecipient.slow(Duration.ofMillis(200), FakeRecipient.with(204, Map.of(), "")));
    Party acme = own.open("Acme");
    acme.post("/webhook_endpoints", "{\"url\":\"%s\"}".formatted(recipient.url("/hook"))).is(201);
    new TransactionTemplate(own.bean(PlatformTransactionManager.class)).executeWithoutResult(_ ->
        own.bean(Messages.class).tell(AccountId.of(acme.accountId()),
            Collections.nCopies(1000, new News("onboard.failed", Instant.now(), Map.of()))));
    recipient.awaitRequest(Duration.ofSeconds(10));
    Instant told = Instant.now();
    own.close();
    assertThat(Duration.between(told, Instant.now())).as("one answer, and the end of the program")
        .isLessThan(Duration.ofSeconds(10));
  }

  /** As if all had been due for an hour. @return the key of the endpoint's job, which nobody has */
  private String backlog(Party owner) {
    String endpoint = owner.post("/webhook_endpoints", "{\"url\":\"%s\"}".formatted(recipient.url("/hook"))).is(201)
        .at("id");
    String key = owner.accountId() + "/" + endpoint;
    transactions.executeWithoutResult(_ -> {
      server.bean(Messages.class).tell(AccountId.of(owner.accountId()),
          Collections.nCopies(MESSAGES, new News("onboard.failed", Instant.now(), Map.of())));
      server.db().sql("UPDATE webhook_delivery SET next_attempt_at = next_attempt_at - interval '1 hour' "
          + "WHERE account_id = :account").param("account", owner.accountId()).update();
      server.db().sql("DELETE FROM job WHERE kind = 'webhook' AND key = :key").param("key", key).update();
    });
    return key;
  }

  private MessageCarrier carrier() {
    return new MessageCarrier(server.bean(WebhookEndpoints.class), server.bean(DeliveryStore.class),
        server.bean(OutboundDoor.class), transactions, server.bean(Clock.class), TURN);
  }
}
