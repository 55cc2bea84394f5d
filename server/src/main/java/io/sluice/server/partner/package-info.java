/** Partners: connections between a buyer and a seller, how they come about and what the flows have to do with them (exchange 4). */
@ApplicationModule(allowedDependencies = {"kernel", "http", "mail", "account", "account :: signin", "entity"})
@NullMarked
package io.sluice.server.partner;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
