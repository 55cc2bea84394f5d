/** The writing side of events: many leads to a transaction, each caller released by its own commit. */
@NamedInterface("log")
@NullMarked
package io.sluice.server.event.log;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
