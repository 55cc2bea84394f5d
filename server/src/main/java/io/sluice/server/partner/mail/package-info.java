/** What partners are told by mail. */
@NullMarked
package io.sluice.server.partner.mail;

import org.jspecify.annotations.NullMarked;
