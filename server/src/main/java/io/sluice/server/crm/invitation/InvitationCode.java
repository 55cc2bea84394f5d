package io.sluice.server.crm.invitation;

import io.sluice.server.kernel.Secrets;

/** The capability in an invitation's mail, in the form it is kept. */
record InvitationCode(String hash) {

  private static final int BYTES = 24;

  /** A new one, as it is mailed: 32 characters. */
  static String random() {
    return Secrets.random(BYTES);
  }

  static InvitationCode of(String secret) {
    return new InvitationCode(Secrets.hash(secret));
  }
}
