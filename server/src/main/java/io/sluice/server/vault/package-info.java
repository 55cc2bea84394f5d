/** What must be kept and read again by the program alone: sealed with the server's own key (decision 0073). */
@ApplicationModule(allowedDependencies = "kernel")
@NullMarked
package io.sluice.server.vault;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
