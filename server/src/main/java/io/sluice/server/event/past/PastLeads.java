package io.sluice.server.event.past;

import io.sluice.server.event.Snapshots;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import java.util.List;
import org.springframework.stereotype.Component;

/** The leads a flow was sent last. */
@Component
public class PastLeads {

  private final PastLeadStore store;
  private final Snapshots snapshots;

  PastLeads(PastLeadStore store, Snapshots snapshots) {
    this.store = store;
    this.snapshots = snapshots;
  }

  /** The source events of the flow's last leads, in the order in which the leads ended. */
  public List<EventId> last(AccountId account, FlowId flow, int limit) {
    return store.last(account, flow, snapshots.oldestShown(account), limit);
  }

  /** @param ends source events, few at a time: each brings a request along */
  public List<PastLead> of(AccountId account, List<EventId> ends) {
    return ends.isEmpty() ? List.of() : store.of(account, ends);
  }
}
