package io.sluice.server.event.journal;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The leads that are on their way: who has them, how far they got, and taking them over. */
@Component
public class Journal {

  private static final int AT_ONCE = 200;

  private final JournalStore store;
  private final NodeLife life;

  Journal(JournalStore store, NodeLife life) {
    this.store = store;
    this.life = life;
  }

  /** How a lead ended. @param price US dollars; null when it was never known */
  public record Known(String outcome, @Nullable String reason, @Nullable BigDecimal price) {}

  /** Lives of the program that ended: their lease expired, and not because the database heard nobody. */
  public List<String> deadNodes() {
    return store.dead(life.id(), life.name(), NodeLife.LEASE, NodeLife.OWN_LEASE, life.maySayWhoIsDead());
  }

  /** A lead on its way. */
  public record Open(AccountId account, LeadId lead) {}

  /** All that this life has, as far as the journal says. */
  public List<Open> own() {
    return store.openOn(life.id());
  }

  /** Leads these nodes left on their way. */
  public List<Receipt> leftBehind(List<String> deadNodes) {
    return deadNodes.isEmpty() ? List.of() : store.openOn(deadNodes, AT_ONCE);
  }

  /** The receipt as it stands, if the lead is on its way and still this node's. */
  public Optional<Receipt> held(AccountId account, LeadId lead) {
    return store.find(account, lead).filter(receipt -> receipt.node().equals(life.id()));
  }

  /** The receipt with this node's name on it; empty when somebody was quicker. */
  public Optional<Receipt> takeOver(Receipt receipt) {
    return store.takeOver(receipt.account(), receipt.lead(), receipt.node(), life.id());
  }

  public boolean isOpen(AccountId account, LeadId lead) {
    return store.find(account, lead).isPresent();
  }

  public List<Attempt> attempts(Receipt receipt) {
    return store.attempts(receipt.account(), receipt.lead());
  }

  /** Empty for a lead that is unknown or on its way. */
  public Optional<Known> end(AccountId account, LeadId lead) {
    return store.end(account, lead);
  }

  /** Whether an end that nobody could confirm was written all the same. */
  public boolean isWritten(AccountId account, EventId event) {
    return store.isWritten(account, event);
  }

  /** Counts those among the dead again of whom something came to light after they were forgotten. */
  public void rememberForgotten() {
    store.unknown().forEach(store::remember);
  }

  /** Forgets those of these nodes that left nothing behind. */
  public void forget(List<String> deadNodes) {
    if (!deadNodes.isEmpty()) {
      store.forget(deadNodes);
    }
  }
}
