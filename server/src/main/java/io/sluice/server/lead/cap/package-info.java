/** Counters of caps and ping limits: exact across threads and nodes (exchange 11). */
@NamedInterface("cap")
@NullMarked
package io.sluice.server.lead.cap;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
