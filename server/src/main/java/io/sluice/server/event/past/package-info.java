/** Leads that came in before, as far as they are kept: enough to run them once more. */
@NamedInterface("past")
@NullMarked
package io.sluice.server.event.past;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
