package io.sluice.server.account.key;

import io.sluice.server.kernel.Secrets;

/** The hash of a key somebody showed us. Made from the secret only. */
record KeyHash(String value) {

  static KeyHash of(String secret) {
    return new KeyHash(Secrets.hash(secret));
  }
}
