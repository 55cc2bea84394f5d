/** Statistics on events (exchange 12.1, 16): the same measures for {@code /events/stats} and for reports. */
@NamedInterface("stats")
@NullMarked
package io.sluice.server.event.stats;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
