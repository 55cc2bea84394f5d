package io.sluice.server.partner;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.InvitationId;
import java.util.Optional;

/** What an acceptance asks of the onboards. */
public interface Onboarding {

  /** Makes the buyer's onboard, or finds it; within the acceptance's transaction. */
  Onboard begin(AccountId buyer, InvitationId invitation, ConnectionId connection);

  Optional<Onboard> of(AccountId buyer, InvitationId invitation);
}
