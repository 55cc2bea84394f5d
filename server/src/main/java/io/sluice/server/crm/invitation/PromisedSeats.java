package io.sluice.server.crm.invitation;

import io.sluice.server.crm.membership.ReservedSeats;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import org.springframework.stereotype.Component;

/** Whoever is invited finds a seat (crm 2.11). */
@Component
class PromisedSeats implements ReservedSeats {

  private final Invitations invitations;

  PromisedSeats(Invitations invitations) {
    this.invitations = invitations;
  }

  @Override
  public long in(AccountId account, CompanyId company) {
    return invitations.countPendingIn(account, company);
  }
}
