/** Invitations: sent, opened, accepted or declined (exchange 4.1 to 4.6). */
@NullMarked
package io.sluice.server.partner.invitation;

import org.jspecify.annotations.NullMarked;
