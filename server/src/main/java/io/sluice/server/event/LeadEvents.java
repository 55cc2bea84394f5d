package io.sluice.server.event;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import java.util.List;
import org.springframework.stereotype.Component;

/** One lead's events, for whoever tells the whole of its way. */
@Component
public class LeadEvents {

  /** A flow has far fewer steps, and a lead far fewer feedbacks. */
  private static final int MAX_EVENTS = 500;

  private final EventStore store;
  private final Snapshots snapshots;

  LeadEvents(EventStore store, Snapshots snapshots) {
    this.store = store;
    this.snapshots = snapshots;
  }

  /** In the order they began; none of a lead that is not the account's or is kept no more. */
  public List<StoredEvent> of(AccountId account, LeadId lead) {
    return lead.value().compareTo(snapshots.oldestShown(account)) < 0
        ? List.of() : store.ofLead(account, lead, MAX_EVENTS);
  }
}
