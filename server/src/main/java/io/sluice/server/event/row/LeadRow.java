package io.sluice.server.event.row;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lead as it is kept.
 *
 * @param soldBy the seller's recipient event that brought it here; null for a lead that came over HTTP
 * @param vars what was known when its first step began, as {@link VarsJson} writes it, masked
 */
public record LeadRow(
    AccountId account, LeadId id, FlowId flow, EntityId source, @Nullable EventId soldBy, Instant receivedAt,
    String vars) {

  /** That came over HTTP. */
  public LeadRow(AccountId account, LeadId id, FlowId flow, EntityId source, Instant receivedAt, String vars) {
    this(account, id, flow, source, null, receivedAt, vars);
  }
}
