/** Trying a saved flow on leads before it is deployed, without touching anything (decision 0092). */
@ApplicationModule(allowedDependencies = {
  "kernel", "http", "http :: body", "account", "flow", "event :: past", "lead :: inbound", "lead :: rehearsal",
  "lead :: cap"
})
@NullMarked
package io.sluice.server.simulation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
