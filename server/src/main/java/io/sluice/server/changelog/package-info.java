/** Changelogs: what was changed, by whom, and how it stood afterwards (exchange 17). */
@ApplicationModule(allowedDependencies = {"kernel", "audit", "http", "account"})
@NullMarked
package io.sluice.server.changelog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
