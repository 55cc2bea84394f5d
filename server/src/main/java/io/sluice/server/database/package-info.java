/** Where the data lives: the embedded PostgreSQL and its launcher, or the address of somebody's own server. */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.sluice.server.database;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
