package io.sluice.server.crm.invitation;

import java.time.Instant;

/** An invitation as the API shows one; its code is the mail's alone. */
record InvitationJson(
    long id,
    String email,
    String status,
    long companyId,
    String companyName,
    int accessId,
    String accessName,
    long invitedById,
    Instant expiresAt,
    Instant createdAt) {

  static InvitationJson of(Invitation invitation) {
    return new InvitationJson(invitation.id(), invitation.email().value(), invitation.status().word(),
        invitation.company().value(), invitation.companyName(), invitation.access().number(),
        invitation.access().word(), invitation.invitedBy(), invitation.expiresAt(), invitation.createdAt());
  }
}
