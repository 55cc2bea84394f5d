package io.sluice.server.event.count;

import io.sluice.server.SluiceServer;
import io.sluice.server.event.Snapshots;
import io.sluice.server.event.follow.Follower;

/** Counting within bounds that a test can reach. */
public final class Counting {

  private Counting() {}

  public static EventCounts ofAtMost(SluiceServer server, int events, int wholeEvents) {
    return new EventCounts(server.bean(RunCountStore.class), server.bean(EventScanStore.class),
        server.bean(Snapshots.class), server.bean(Follower.class), events, wholeEvents);
  }
}
