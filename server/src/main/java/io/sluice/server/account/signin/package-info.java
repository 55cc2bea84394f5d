/** Sign-up, proof of mailbox, sign-in: how a person becomes a caller. */
@NullMarked
package io.sluice.server.account.signin;

import org.jspecify.annotations.NullMarked;
