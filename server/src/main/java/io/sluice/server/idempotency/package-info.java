/** A request that comes again under its key gets the first one's answer, and nothing is done again (decision 0100). */
@ApplicationModule(allowedDependencies = {"kernel", "http", "job", "account"})
@NullMarked
package io.sluice.server.idempotency;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
