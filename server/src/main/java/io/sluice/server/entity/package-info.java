/** Entities: the identities leads come from and go to (exchange 4.4). */
@ApplicationModule(allowedDependencies = {"kernel", "http", "account", "changelog"})
@NullMarked
package io.sluice.server.entity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
