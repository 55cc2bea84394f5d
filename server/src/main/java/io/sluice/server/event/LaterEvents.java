package io.sluice.server.event;

import io.sluice.server.event.EventAccess.ByKinds;
import io.sluice.server.event.EventStore.Stretch;
import io.sluice.server.kernel.AccountId;
import java.util.List;
import org.springframework.stereotype.Component;

/** What came after leads' runs: feedback and further tries. */
@Component
public class LaterEvents {

  private static final ByKinds KINDS = new ByKinds(
      List.of("feedback-received", "feedback-sent", "retry"), List.of("success", "failure", "error", "skip"));

  private final EventStore store;

  LaterEvents(EventStore store) {
    this.store = store;
  }

  /** The first of them, in order. @param above and {@code below}: exclusive bounds */
  public List<String> ids(AccountId account, String above, String below, int limit) {
    return store.ids(account, new Stretch<>(above, below, KINDS, true, limit));
  }
}
