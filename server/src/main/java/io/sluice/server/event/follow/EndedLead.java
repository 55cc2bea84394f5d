package io.sluice.server.event.follow;

import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A lead whose run ended.
 *
 * @param vars what was known when its first step began, masked
 */
public record EndedLead(
    LeadId id, FlowId flow, EntityId source, Instant receivedAt, Map<String, @Nullable Object> vars) {

  /** The text at {@code flow.name} and the like; empty when there is none. */
  public String name(String of) {
    return vars.get(of) instanceof Map<?, ?> thing && thing.get("name") instanceof String name ? name : "";
  }
}
