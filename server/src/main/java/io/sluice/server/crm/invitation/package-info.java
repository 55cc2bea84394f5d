/** Invitations: asking somebody into a company, by mail (crm 2.11). */
@NullMarked
package io.sluice.server.crm.invitation;

import org.jspecify.annotations.NullMarked;
