package io.sluice.server.flow;

import io.sluice.server.kernel.FlowId;
import java.time.Instant;

/** A flow as it was saved last. {@code minimal}: the one a partner's leads come to (exchange 4.7). */
public record Flow(FlowId id, FlowDocument document, boolean minimal, Instant createdAt, Instant updatedAt) {

  Flow with(FlowDocument changed, Instant now) {
    return new Flow(id, changed, minimal, createdAt, now);
  }

  /** As the contract shows a flow, and as a changelog keeps it. */
  public FlowDocument json() {
    return document.answered(id, createdAt, updatedAt, FlowErrors.none());
  }
}
