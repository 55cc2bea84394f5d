/** What a sender has to know to submit leads as one source of a flow, as data and as a page (exchange 3.1, 3.8). */
@ApplicationModule(allowedDependencies = {
  "kernel", "http", "http :: body", "account", "flow", "flow :: field", "lead :: inbound", "lead :: rehearsal",
  "lead :: cap"
})
@NullMarked
package io.sluice.server.submission;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
