/** Requests in, answers out: the surfaces, their error dialects and the contract they are held to. */
@ApplicationModule(allowedDependencies = {"kernel"})
@NullMarked
package io.sluice.server.http;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
