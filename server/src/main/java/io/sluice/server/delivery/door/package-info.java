/** The one door out: whatever goes to an address that somebody else named is checked and limited here. */
@NullMarked
package io.sluice.server.delivery.door;

import org.jspecify.annotations.NullMarked;
