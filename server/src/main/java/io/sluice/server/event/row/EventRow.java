package io.sluice.server.event.row;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it is kept. Amounts are US dollars; texts in JSON are as {@link VarsJson} writes them, masked.
 *
 * @param source the entity that is the source
 * @param recipient the entity a recipient step sends to
 * @param key under which later events see {@code appended}
 * @param changed top-level variables only this event saw
 * @param definition the properties that are only shown, as others of its flow show them; null where there are none
 * @param details a JSON object of those that are its own, by the contract's names
 * @param transactions a JSON list of {@code {request, response, ms}}
 */
public record EventRow(
    AccountId account,
    EventId id,
    LeadId lead,
    FlowId flow,
    EntityId source,
    String type,
    String outcome,
    @Nullable String reason,
    @Nullable String stepId,
    @Nullable EntityId recipient,
    @Nullable String moduleId,
    @Nullable String key,
    String host,
    Instant startedAt,
    Instant endedAt,
    boolean capReached,
    @Nullable BigDecimal purchasePrice,
    @Nullable BigDecimal salePrice,
    @Nullable BigDecimal cost,
    @Nullable BigDecimal revenue,
    @Nullable String changed,
    @Nullable String appended,
    @Nullable EventDefinition definition,
    String details,
    @Nullable String transactions) {

  /** The same, worth nothing. */
  public EventRow withoutMoney() {
    return new EventRow(account, id, lead, flow, source, type, outcome, reason, stepId, recipient, moduleId, key, host,
        startedAt, endedAt, capReached, zero(purchasePrice), zero(salePrice), zero(cost), zero(revenue), changed,
        appended, definition, details, transactions);
  }

  private static @Nullable BigDecimal zero(@Nullable BigDecimal amount) {
    return amount == null ? null : BigDecimal.ZERO;
  }
}
