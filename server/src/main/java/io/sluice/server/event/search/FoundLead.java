package io.sluice.server.event.search;

import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lead as search knows it.
 *
 * @param contact the fields of {@link LeadFields#CONTACT} that it has
 */
record FoundLead(
    LeadId id,
    FlowId flow,
    @Nullable String flowName,
    EntityId source,
    @Nullable String sourceName,
    Instant submittedAt,
    Map<String, String> contact) {}
