package io.sluice.server.crm.lead.move;

import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.LeadMoved;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which stages leads went through, when and by whom. */
@Component
public class LeadMoves {

  private final LeadMoveStore store;

  LeadMoves(LeadMoveStore store) {
    this.store = store;
  }

  @EventListener
  @Transactional(propagation = Propagation.MANDATORY)
  void note(LeadMoved moved) {
    store.insert(moved.account(), moved);
  }

  /** The oldest first; it begins with the stage the lead was made in. */
  public List<LeadMove> of(Lead lead) {
    List<LeadMove> moves = new ArrayList<>(store.of(lead.account(), lead.id()));
    long first = moves.isEmpty() ? lead.stage().id() : Objects.requireNonNull(moves.getFirst().from());
    moves.addFirst(new LeadMove(null, first, null, store.maker(lead.account(), lead.id()).orElse(null), lead.createdAt()));
    return moves;
  }
}
