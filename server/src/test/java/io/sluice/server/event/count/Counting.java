package io.sluice.server.event.count;

import io.sluice.server.SluiceServer;
import io.sluice.server.event.Snapshots;
import io.sluice.server.event.follow.Follower;
import io.sluice.server.kernel.AccountId;

/** Counting within bounds that a test can reach. */
public final class Counting {

  private Counting() {}

  /** Until nothing is left. */
  public static void followAll(SluiceServer server) {
    while (server.db().sql("SELECT EXISTS (SELECT FROM fresh_leads)").query(Boolean.class).single()) {
      server.db().sql("SELECT DISTINCT account_id FROM fresh_leads").query(String.class).list()
          .forEach(account -> server.bean(Follower.class).catchUp(AccountId.of(account)));
    }
  }

  public static EventCounts ofAtMost(SluiceServer server, int events, int wholeEvents) {
    return new EventCounts(server.bean(RunCountStore.class), server.bean(EventScanStore.class),
        server.bean(Snapshots.class), server.bean(Follower.class), events, wholeEvents);
  }
}
