package io.sluice.server.event;

import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An event as it lies in the database; documents are JSON text. */
record StoredEvent(
    EventId id,
    LeadId lead,
    FlowId flow,
    EntityId source,
    String type,
    String outcome,
    @Nullable String reason,
    @Nullable String stepId,
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
    String details) {

  /** What an event left to those behind it. */
  record Left(EventId event, LeadId lead, String key, String appended) {}

  long ms() {
    return Math.max(0, endedAt.toEpochMilli() - startedAt.toEpochMilli());
  }
}
