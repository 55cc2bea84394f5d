package io.sluice.server.event.ping;

import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import java.time.Instant;

/**
 * The pings of a source to a flow in one quarter of an hour, the smallest step by which time zones differ.
 *
 * @param source the entity that is the source
 * @param success those that were told a bid
 */
public record PingCount(Instant startedAt, FlowId flow, EntityId source, long submitted, long success) {}
