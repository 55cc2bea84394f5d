/** Outgoing mail: written in the caller's transaction, kept until a mail server has taken it. */
@NullMarked
package io.sluice.server.mail;

import org.jspecify.annotations.NullMarked;
