/** Invitations: sent, opened, accepted or declined (exchange 4.1 to 4.6). */
@NamedInterface("invitation")
@NullMarked
package io.sluice.server.partner.invitation;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
