package io.sluice.server.crm.lead;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which stages leads went through, when and by whom. */
@Component
class LeadMoves {

  private final LeadMoveStore store;

  LeadMoves(LeadMoveStore store) {
    this.store = store;
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void note(LeadMoved moved) {
    store.insert(moved.account(), moved);
  }
}
