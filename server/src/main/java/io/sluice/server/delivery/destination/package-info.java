/** Destinations: set up once, and named by flows that deliver to them at their end (exchange 5.7). */
@NamedInterface("destination")
@NullMarked
package io.sluice.server.delivery.destination;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
