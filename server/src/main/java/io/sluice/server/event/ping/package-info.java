/** What is counted of pings, which leave no events (exchange 3.7). */
@NamedInterface("ping")
@NullMarked
package io.sluice.server.event.ping;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
