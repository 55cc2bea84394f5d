/** Events: what happened to every lead, searched and read (exchange 12). */
@ApplicationModule(allowedDependencies = {"kernel", "http", "account", "idempotency"})
@NullMarked
package io.sluice.server.event;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
