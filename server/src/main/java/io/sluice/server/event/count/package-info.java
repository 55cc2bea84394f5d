/** Counting events: how many leads ran how, kept as they end, and the events themselves where that is not enough. */
@NamedInterface("count")
@NullMarked
package io.sluice.server.event.count;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
