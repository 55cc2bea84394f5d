/** Sign-up, proof of mailbox, sign-in: how a person becomes a caller. */
@NamedInterface("signin")
@NullMarked
package io.sluice.server.account.signin;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
