/** Deliveries that ended in an error and are tried again, behind the end of their leads (exchange 14.4). */
@ApplicationModule(allowedDependencies = {
  "kernel", "http", "account", "flow", "delivery", "delivery :: credential", "event", "event :: log", "event :: row",
  "event :: journal", "lead :: cap", "vault"
})
@NullMarked
package io.sluice.server.retry;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
