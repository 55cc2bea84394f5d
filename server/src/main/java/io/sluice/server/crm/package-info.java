/** The CRM: the buyer's side of a lead. Nothing imports it; it is reached by the interfaces lower rows declare. */
@ApplicationModule(allowedDependencies = {
  "kernel", "http", "http :: edge", "job", "mail", "audit", "account", "account :: signin", "account :: password",
  "account :: provider",
  "entity", "partner", "partner :: onboard", "flow", "delivery", "delivery :: call", "delivery :: door", "event",
  "event :: row", "event :: follow", "feedback", "vault", "webhook :: message"
})
@NullMarked
package io.sluice.server.crm;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
