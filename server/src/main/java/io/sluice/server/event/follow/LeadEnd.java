package io.sluice.server.event.follow;

import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What became of a lead.
 *
 * @param event its source event
 * @param reason masked
 * @param price US dollars; null when none was known
 */
public record LeadEnd(
    LeadId lead, EventId event, String outcome, @Nullable String reason, @Nullable BigDecimal price, Instant endedAt) {}
