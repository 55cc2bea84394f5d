package io.sluice.server.partner.onboard;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.OnboardId;
import io.sluice.server.partner.Onboard;
import io.sluice.server.partner.OnboardMoved;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Every move of an onboard, each with its notice. */
@Component
class OnboardMoves {

  private final OnboardStore store;
  private final ApplicationEventPublisher notices;
  private final Clock clock;

  OnboardMoves(OnboardStore store, ApplicationEventPublisher notices, Clock clock) {
    this.store = store;
    this.notices = notices;
    this.clock = clock;
  }

  /** False: the buyer has one for this invitation already. */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean begin(AccountId buyer, InvitationId invitation, ConnectionId connection) {
    Instant now = clock.instant();
    boolean fresh = store.insertIfNew(buyer, OnboardId.next(now), invitation, connection, now);
    if (fresh) {
      notices.publishEvent(new OnboardMoved(store.byInvitation(buyer, invitation).orElseThrow()));
    }
    return fresh;
  }

  /** Nothing moves an onboard that another request has completed meanwhile. */
  @Transactional
  public Onboard move(
      AccountId buyer, OnboardId id, String status, @Nullable FlowId flow, @Nullable String error) {
    boolean moved = store.move(buyer, id, status, flow, error, clock.instant());
    Onboard onboard = store.find(buyer, id).orElseThrow();
    if (moved) {
      notices.publishEvent(new OnboardMoved(onboard));
    }
    return onboard;
  }
}
