/** Feedback: what recipients say of leads they were sent, and how the sources of the leads are told (exchange 13). */
@ApplicationModule(allowedDependencies = {
  "kernel", "http", "http :: body", "http :: edge", "entity", "flow", "flow :: field", "delivery", "delivery :: door",
  "delivery :: credential", "event", "event :: log", "event :: row", "event :: journal", "lead :: inbound",
  "idempotency"
})
@NullMarked
package io.sluice.server.feedback;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
