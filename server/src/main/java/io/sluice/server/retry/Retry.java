package io.sluice.server.retry;

import io.sluice.server.event.journal.NodeId;
import io.sluice.server.event.log.Held;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.vault.Sealed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that is to be tried again.
 *
 * @param event the recipient event that ended in an error
 * @param attempts made or begun, the first delivery not counted
 * @param lastReason why the last one did not work out
 * @param data what is resent, sealed
 * @param node the life that has it in hand; null while it waits
 * @param beganAt when the call in hand was begun; null while none was
 */
record Retry(
    AccountId account,
    EventId event,
    LeadId lead,
    FlowId flow,
    String stepId,
    @Nullable EntityId recipient,
    String moduleId,
    String idempotencyKey,
    int attempts,
    Instant nextAt,
    @Nullable String lastReason,
    Sealed data,
    @Nullable NodeId node,
    @Nullable Instant beganAt,
    Instant createdAt) {

  Held held() {
    return new Held(account, event, node, attempts);
  }

  @Override
  public String toString() {
    return "retry of " + event + " of " + account;
  }
}
