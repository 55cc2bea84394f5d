/** The one door out: every byte Sluice sends to an address somebody else named goes through here, checked and limited. */
@NullMarked
package io.sluice.server.delivery.door;

import org.jspecify.annotations.NullMarked;
