package io.sluice.server.flow;

import io.sluice.server.kernel.FlowId;
import java.time.Instant;

/**
 * A flow as it was saved last.
 *
 * @param minimal the one a partner's leads come to (exchange 4.7)
 * @param errors what has become wrong with it since (exchange 10): it works on, but is not saved like this again
 */
public record Flow(
    FlowId id, FlowDocument document, boolean minimal, FlowErrors errors, Instant createdAt, Instant updatedAt) {

  Flow(FlowId id, FlowDocument document, boolean minimal, Instant createdAt, Instant updatedAt) {
    this(id, document, minimal, FlowErrors.none(), createdAt, updatedAt);
  }

  Flow with(FlowDocument changed, Instant now) {
    return new Flow(id, changed, minimal, createdAt, now);
  }

  /** Whether it names the destination (exchange 5.7). */
  public boolean deliversTo(String instanceId) {
    return document.destinations().stream().anyMatch(named -> named.instanceId().equals(instanceId));
  }

  /** As the contract shows a flow. */
  public FlowDocument json() {
    return document.answered(id, createdAt, updatedAt, errors);
  }
}
