package io.sluice.server.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.FakeRecipient;
import io.sluice.server.SluiceServer;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.delivery.door.OutboundRequest;
import io.sluice.server.delivery.door.OutboundResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What {@link Rules#NO_TRANSACTION_AROUND_A_CALL} cannot see: transactions that are opened by hand. */
class OutsideTransactionsTest {

  private final SluiceServer server = SluiceServer.shared();
  private final TransactionTemplate transaction =
      new TransactionTemplate(server.bean(PlatformTransactionManager.class));

  @Test
  void a_call_within_a_transaction_is_refused_and_nothing_is_sent() {
    try (FakeRecipient crm = FakeRecipient.start()) {
      OutboundDoor door = server.bean(OutboundDoor.class);
      var request = new OutboundRequest(crm.url("/leads"), "POST", Map.of(), Optional.of("a=1"));
      assertThatThrownBy(() -> transaction.execute(_ -> door.send(request, "key", Duration.ofSeconds(30))))
          .isInstanceOf(IllegalStateException.class).hasMessageContaining("within a transaction");
      assertThat(crm.received()).isEmpty();
      assertThat(door.send(request, "key", Duration.ofSeconds(30))).isInstanceOf(OutboundResult.Answered.class);
    }
  }
}
