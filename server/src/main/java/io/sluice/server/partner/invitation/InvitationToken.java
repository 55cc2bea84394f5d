package io.sluice.server.partner.invitation;

import io.sluice.server.kernel.Secrets;

/** The capability in a mail's link, in the form it is kept: whoever holds the secret was sent it. */
record InvitationToken(String hash) {

  static InvitationToken of(String secret) {
    return new InvitationToken(Secrets.hash(secret));
  }
}
