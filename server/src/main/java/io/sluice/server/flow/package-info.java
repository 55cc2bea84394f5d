/** Flows: how they are written, saved, deployed and opened for leads (exchange 5). */
@ApplicationModule(allowedDependencies = {"kernel", "http", "job", "account", "changelog", "entity", "partner"})
@NullMarked
package io.sluice.server.flow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
