/** Routers: one address in front of several flows (exchange 15). */
@NamedInterface("router")
@NullMarked
package io.sluice.server.flow.router;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
