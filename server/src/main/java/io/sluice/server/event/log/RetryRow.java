package io.sluice.server.event.log;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that ended in an error and is to be tried again (exchange 14.4).
 *
 * @param event the recipient event that ended so
 * @param reason why
 * @param data what is resent, sealed
 * @param keyId the key it was sealed with
 */
public record RetryRow(
    AccountId account,
    EventId event,
    LeadId lead,
    FlowId flow,
    String stepId,
    @Nullable EntityId recipient,
    String moduleId,
    String idempotencyKey,
    Instant nextAt,
    @Nullable String reason,
    String data,
    String keyId,
    Instant createdAt) {

  /** Never prints what is resent, sealed or not. */
  @Override
  public String toString() {
    return "RetryRow[" + event + " of " + account + "]";
  }
}
