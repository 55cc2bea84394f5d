/** Work that outlives a request: a queue in PostgreSQL whose workers hold leases, never transactions. */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.sluice.server.job;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
