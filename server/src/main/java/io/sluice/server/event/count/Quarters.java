package io.sluice.server.event.count;

import io.sluice.server.kernel.ObjectIds;
import java.time.Instant;

/**
 * Quarters of an hour, by which leads are counted: whatever time zone a day begins in, it begins with one. Written as the
 * first id of theirs.
 */
final class Quarters {

  static final int SECONDS = 15 * 60;

  private Quarters() {}

  static String of(Instant time) {
    return ObjectIds.firstAt(begin(time));
  }

  static Instant begin(Instant time) {
    return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), SECONDS) * SECONDS);
  }

  /** The first that begins not before. */
  static Instant next(Instant time) {
    return begin(time.plusSeconds(SECONDS).minusNanos(1));
  }

  static boolean isOne(Instant time) {
    return time.equals(begin(time));
  }
}
