package io.sluice.server.webhook.message;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * When an attempt that did not arrive is made again: the schedule that the Standard Webhooks specification suggests,
 * three days long. Each wait is up to a fifth longer, so that what failed together does not come back together.
 */
final class RetrySchedule {

  private static final List<Duration> WAITS = List.of(
      Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(30), Duration.ofHours(2), Duration.ofHours(5),
      Duration.ofHours(10), Duration.ofHours(14), Duration.ofHours(20), Duration.ofHours(24));

  /** The first one and one after each wait. */
  static final int ATTEMPTS = WAITS.size() + 1;

  /** No endpoint may ask for a longer wait. */
  static final Duration LONGEST = WAITS.getLast();

  private static final double JITTER = 0.2;

  private RetrySchedule() {}

  /** @param left how many attempts are left, at least one */
  static Duration waitBefore(int left, RandomGenerator random) {
    Duration wait = WAITS.get(WAITS.size() - Math.clamp(left, 1, WAITS.size()));
    return wait.plusMillis((long) (wait.toMillis() * JITTER * random.nextDouble()));
  }
}
