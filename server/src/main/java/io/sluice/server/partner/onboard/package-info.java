/** Onboards, and the buyer delivery set-up that runs when one is completed (exchange 4.8, 4.9). */
@NamedInterface("onboard")
@NullMarked
package io.sluice.server.partner.onboard;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
