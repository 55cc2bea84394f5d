package io.sluice.server.partner.invitation;

import io.sluice.server.entity.PendingEntityDeleted;
import io.sluice.server.kernel.Result;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Deleting a pending entity is withdrawing its invitation. */
@Component
class PendingEntityDeletions {

  private final Invitations invitations;

  PendingEntityDeletions(Invitations invitations) {
    this.invitations = invitations;
  }

  @EventListener
  void withdraw(PendingEntityDeleted notice) {
    if (invitations.withdraw(notice.account(), notice.by(), notice.entity().value()) instanceof Result.Refused<?, ?> refused) {
      throw new IllegalStateException("a pending entity without an open invitation: " + refused.refusal());
    }
  }
}
