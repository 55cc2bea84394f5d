package io.sluice.server.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When a delivery that ended in an error is tried again, and how often (exchange 14.4). */
public final class RetrySchedule {

  public static final int MAX_ATTEMPTS = 100;

  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int MAX_DOUBLINGS = 10;
  /** Keeps deliveries that failed together from coming back together; a tenth of the wait at most. */
  private static final int JITTER_PART = 10;

  private RetrySchedule() {}

  /** The wait after so many tries have failed; 0: after the first delivery. */
  public static Duration wait(int attempts, RandomGenerator random) {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(attempts, MAX_DOUBLINGS));
    Duration wait = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return wait.plusMillis(random.nextLong(wait.toMillis() / JITTER_PART + 1));
  }
}
