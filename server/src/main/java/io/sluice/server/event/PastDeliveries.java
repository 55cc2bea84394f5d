package io.sluice.server.event;

import io.sluice.server.event.row.LaterRows;
import io.sluice.server.event.row.VarsJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What was delivered, for what comes after a lead's end. */
@Component
public class PastDeliveries {

  private final EventStore store;
  private final Snapshots snapshots;

  PastDeliveries(EventStore store, Snapshots snapshots) {
    this.store = store;
    this.snapshots = snapshots;
  }

  /**
   * Whoever knows the id of a delivery's event is the one it was delivered to (exchange 13). Unknown are skipped ones,
   * and those whose account keeps them no longer.
   */
  public Optional<PastDelivery> find(EventId event) {
    return store.delivery(event)
        .filter(found -> event.value().compareTo(snapshots.oldestShown(found.account())) >= 0)
        .map(this::whole);
  }

  public Optional<PastDelivery> find(AccountId account, EventId event) {
    return store.find(account, event).map(found -> whole(new EventStore.Delivery(account, found)));
  }

  /**
   * What a lead was worth to its flow's owner.
   *
   * @param revenue what this delivery brought in, with what further tries of it did
   * @param sourceEvent the lead's last event, which carries its cost; null when it is kept no more
   */
  public record Money(BigDecimal revenue, @Nullable EventId sourceEvent, BigDecimal cost) {

    public static final Money NONE = new Money(BigDecimal.ZERO, null, BigDecimal.ZERO);
  }

  public Money money(PastDelivery delivery) {
    return store.money(delivery.account(), delivery.about());
  }

  /** How a delivery or feedback ended, where that is written already. */
  public record Outcome(String word, @Nullable String reason) {}

  public Optional<Outcome> outcome(AccountId account, EventId event) {
    return store.find(account, event).map(found -> new Outcome(found.outcome(), found.reason()));
  }

  /** The recipient event of the seller that brought a lead here; empty for one that came over HTTP. */
  public Optional<EventId> soldBy(AccountId account, LeadId lead) {
    return store.soldBy(account, lead);
  }

  private PastDelivery whole(EventStore.Delivery delivery) {
    AccountId account = delivery.account();
    StoredEvent event = delivery.event();
    // A lead's months are dropped before those of its latest events.
    StoredLead lead = store.leads(account, List.of(event.lead()))
        .getOrDefault(event.lead(), new StoredLead(event.startedAt(), "{}"));
    Map<String, @Nullable Object> vars = new LinkedHashMap<>(VarsJson.read(lead.vars()));
    store.left(account, List.of(event.lead())).forEach(left -> vars.put(left.key(), VarsJson.read(left.appended())));
    if (event.changed() != null) {
      vars.putAll(VarsJson.read(event.changed()));
    }
    return new PastDelivery(
        new LaterRows.About(account, event.id(), event.lead(), event.flow(), event.source(), event.stepId(),
            event.recipient() == null ? null : EntityId.of(event.recipient()), event.changed()),
        event.outcome(), event.key(), event.purchasePrice(), event.salePrice(), lead.receivedAt(), vars);
  }
}
