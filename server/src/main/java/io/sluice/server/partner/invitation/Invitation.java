package io.sluice.server.partner.invitation;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.UserId;
import io.sluice.server.partner.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An offer to connect. {@code role} is what the invitee becomes. {@code undo}: what declining took out of the inviter's
 * flows, for as long as the decline may be undone.
 */
public record Invitation(
    InvitationId id,
    AccountId inviter,
    Role role,
    EmailAddress email,
    @Nullable String description,
    EntityId entity,
    InvitationState storedState,
    @Nullable UserId createdBy,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant decidedAt,
    @Nullable AccountId invitee,
    @Nullable ConnectionId connection,
    @Nullable String undo,
    @Nullable Instant freshLinkAt) {

  /** An offer that was left lying expires by itself. */
  public InvitationState state(Instant now) {
    return storedState == InvitationState.SENT && !now.isBefore(expiresAt) ? InvitationState.EXPIRED : storedState;
  }

  boolean open() {
    return storedState == InvitationState.SENT;
  }

  AccountId buyer(AccountId invitee) {
    return role == Role.BUYER ? invitee : inviter;
  }

  AccountId seller(AccountId invitee) {
    return role == Role.SELLER ? invitee : inviter;
  }
}
