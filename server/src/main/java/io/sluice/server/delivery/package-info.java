/** What leaves the exchange: integration modules, deliveries and what became of them. */
@ApplicationModule(allowedDependencies = {
  "kernel", "http", "http :: body", "job", "mail", "account", "changelog", "flow", "event", "event :: log",
  "event :: row", "vault"
})
@NullMarked
package io.sluice.server.delivery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
