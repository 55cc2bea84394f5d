/** Webhooks: telling an account's own servers, by signed messages, what happened (decisions 0102 and 0103). */
@ApplicationModule(allowedDependencies = {
  "kernel", "http", "job", "mail", "account", "vault", "partner", "partner :: invitation", "event :: follow",
  "delivery :: door"
})
@NullMarked
package io.sluice.server.webhook;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
