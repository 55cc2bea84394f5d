/** Outgoing mail: written in the caller's transaction, kept until a mail server has taken it. */
@ApplicationModule(allowedDependencies = {"kernel", "job"})
@NullMarked
package io.sluice.server.mail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
