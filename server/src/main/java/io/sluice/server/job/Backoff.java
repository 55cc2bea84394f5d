package io.sluice.server.job;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait between attempts, and how many to make: the wait doubles from {@code first} up to {@code longest}. A
 * random half of it keeps jobs that failed together from coming back together.
 */
public record Backoff(Duration first, Duration longest, int maxAttempts) {

  private static final int MAX_DOUBLINGS = 30;

  public Backoff {
    if (!first.isPositive() || longest.compareTo(first) < 0 || maxAttempts < 1) {
      throw new IllegalArgumentException("a backoff needs 0 < first <= longest and at least one attempt");
    }
  }

  /** The wait after the given attempt (from 1) has failed. */
  Duration delay(int attempt, RandomGenerator random) {
    int doublings = Math.clamp(attempt - 1, 0, MAX_DOUBLINGS);
    boolean grownUp = first.compareTo(longest.dividedBy(1L << doublings)) > 0;
    Duration grown = grownUp ? longest : first.multipliedBy(1L << doublings);
    long half = grown.toNanos() / 2;
    return Duration.ofNanos(half + random.nextLong(half + 1));
  }
}
