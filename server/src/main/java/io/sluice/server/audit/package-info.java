/** Who did what in an account: a line for each, that nothing changes again. */
@ApplicationModule(allowedDependencies = "kernel")
@NullMarked
package io.sluice.server.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
