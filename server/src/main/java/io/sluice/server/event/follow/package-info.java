/** Leads that ended are shown to those who keep a view of their own of them, once each, off the hot path. */
@NamedInterface("follow")
@NullMarked
package io.sluice.server.event.follow;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
