package io.sluice.server.account.signin;

import io.sluice.server.kernel.Secrets;

/** The capability in a verification link, in the form it is kept. */
record VerificationToken(String hash) {

  static VerificationToken of(String secret) {
    return new VerificationToken(Secrets.hash(secret));
  }
}
