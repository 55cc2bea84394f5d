/** The hot path: what a submission or a ping says, what becomes of it, and the answer. */
@ApplicationModule(allowedDependencies = {
  "kernel", "http", "http :: body", "job", "account", "account :: key", "entity", "flow", "flow :: field",
  "flow :: usage", "flow :: router", "list", "pricing", "delivery", "delivery :: door", "delivery :: credential",
  "event", "event :: log", "event :: row", "event :: journal", "idempotency", "vault", "http :: edge"
})
@NullMarked
package io.sluice.server.lead;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
