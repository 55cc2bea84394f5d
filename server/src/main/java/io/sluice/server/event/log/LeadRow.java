package io.sluice.server.event.log;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;

/**
 * A lead as it is kept.
 *
 * @param vars what was known when its first step began, as {@link VarsJson} writes it, masked
 */
public record LeadRow(
    AccountId account, LeadId id, FlowId flow, EntityId source, Instant receivedAt, String vars) {}
