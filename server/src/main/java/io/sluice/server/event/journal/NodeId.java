package io.sluice.server.event.journal;

import io.sluice.server.kernel.ObjectIds;
import java.time.Instant;

/** One life of the program: from a start to its end. */
public record NodeId(String value) {

  public static NodeId next(Instant now) {
    return new NodeId(ObjectIds.next(now));
  }

  @Override
  public String toString() {
    return value;
  }
}
