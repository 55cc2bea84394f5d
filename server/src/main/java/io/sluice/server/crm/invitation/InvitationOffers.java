package io.sluice.server.crm.invitation;

import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.grant.Offers;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What accesses were offered by invitations, and that they were taken. */
@Component
class InvitationOffers implements Offers {

  private final InvitationStore store;
  private final Users users;
  private final Clock clock;

  InvitationOffers(InvitationStore store, Users users, Clock clock) {
    this.store = store;
    this.users = users;
    this.clock = clock;
  }

  /** Only to who proved the address. What is found is held: nobody takes the offer back in between. */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean made(UserId user, CompanyId company, Access access) {
    return users.bySession(user).filter(User::verified)
        .filter(known -> store.lockOpenTo(known.email(), clock.instant()).stream()
            .anyMatch(offer -> offer.company().equals(company) && offer.access() == access))
        .isPresent();
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void answered(UserId user, CompanyId company) {
    Instant now = clock.instant();
    users.bySession(user).ifPresent(known -> store.lockOpenTo(known.email(), now).stream()
        .filter(offer -> offer.company().equals(company))
        .forEach(offer -> store.end(offer.account(), offer.id(), Invitation.Status.ACCEPTED, now)));
  }
}
