/** The one door out: whatever goes to an address that somebody else named is checked and limited here. */
@NamedInterface("door")
@NullMarked
package io.sluice.server.delivery.door;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
