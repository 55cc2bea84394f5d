/** Accounts, their users, keys and sessions: who is calling, and for whom. */
@ApplicationModule(allowedDependencies = {"kernel", "audit", "http", "http :: edge", "job", "mail", "vault"})
@NullMarked
package io.sluice.server.account;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
