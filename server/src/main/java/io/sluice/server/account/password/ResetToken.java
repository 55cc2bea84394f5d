package io.sluice.server.account.password;

import io.sluice.server.kernel.Secrets;

/** The capability in a link that sets a password, in the form it is kept. */
record ResetToken(String hash) {

  static ResetToken of(String secret) {
    return new ResetToken(Secrets.hash(secret));
  }
}
