package io.sluice.server.feedback;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much feedback one recipient may give in a time, and how often one address may guess events. Feedback needs no
 * credentials, so this is all that stands between a script and an account's events.
 */
final class FeedbackLimits {

  static final int EVENT_BURST = 20;
  static final int MISS_BURST = 100;
  private static final Duration EVENT_REFILL = Duration.ofSeconds(1);
  private static final Duration MISS_REFILL = Duration.ofSeconds(1);
  private static final int MAX_KNOWN = 20_000;

  private final Buckets events;
  private final Buckets misses;

  FeedbackLimits(Clock clock) {
    this.events = new Buckets(clock, EVENT_BURST, EVENT_REFILL);
    this.misses = new Buckets(clock, MISS_BURST, MISS_REFILL);
  }

  /** Whether somebody at this address may ask for an event. One who missed too often may not even hit. */
  boolean mayAsk(String address) {
    return misses.hasAny(address);
  }

  void missed(String address) {
    misses.take(address);
  }

  /** Whether there may be feedback on this event now. */
  boolean mayGive(String event) {
    return events.take(event);
  }

  /** As many at once as a bucket holds, and one more whenever so much time has passed. The longest unused are forgotten. */
  private static final class Buckets {

    private record Bucket(double tokens, Instant at) {}

    private final Clock clock;
    private final int burst;
    private final Duration refill;
    private final Map<String, Bucket> known = new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
        return size() > MAX_KNOWN;
      }
    };

    Buckets(Clock clock, int burst, Duration refill) {
      this.clock = clock;
      this.burst = burst;
      this.refill = refill;
    }

    synchronized boolean hasAny(String key) {
      return now(key).tokens() >= 1;
    }

    synchronized boolean take(String key) {
      Bucket bucket = now(key);
      boolean any = bucket.tokens() >= 1;
      known.put(key, any ? new Bucket(bucket.tokens() - 1, bucket.at()) : bucket);
      return any;
    }

    private Bucket now(String key) {
      Instant now = clock.instant();
      Bucket bucket = known.get(key);
      if (bucket == null) {
        return new Bucket(burst, now);
      }
      double gained = (double) Duration.between(bucket.at(), now).toMillis() / refill.toMillis();
      return new Bucket(Math.min(burst, bucket.tokens() + Math.max(0, gained)), now);
    }
  }
}
