/** The lead as a mail. */
@NullMarked
package io.sluice.server.delivery.mail;

import org.jspecify.annotations.NullMarked;
