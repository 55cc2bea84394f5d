package io.sluice.server.event.ping;

import io.sluice.server.kernel.AccountId;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/** How many pings there were, and how many of them got a bid: what reports are made of. */
@Component
public class Pings {

  private final PingStore store;

  Pings(PingStore store) {
    this.store = store;
  }

  /** In the order of time, from the quarter of an hour that {@code from} lies in to before {@code to}. */
  public List<PingCount> between(AccountId account, Instant from, Instant to) {
    return store.between(account, from, to);
  }
}
