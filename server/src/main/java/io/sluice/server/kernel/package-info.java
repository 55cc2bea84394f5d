/** What every feature speaks: ids, the clock, refusals. Depends on nothing of ours. */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package io.sluice.server.kernel;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
