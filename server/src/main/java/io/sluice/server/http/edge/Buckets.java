package io.sluice.server.http.edge;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Token buckets of one size, each a single number: the time at which it will be full again (the generic cell rate
 * algorithm). A minute's worth may come at once; what is used grows back evenly.
 *
 * <p>A bucket that is full says what no bucket says, so such are dropped when there are many. Whoever is new while all
 * places are taken by others shares one bucket: made-up addresses cannot fill the memory.
 */
final class Buckets {

  static final int MAX_BUCKETS = 100_000;
  private static final long MINUTE = 60_000_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final String EVERYBODY_ELSE = "";

  private final String policy;
  private final int perMinute;
  private final long interval;
  private final int maxBuckets;
  private final LongSupplier nanos;
  private final long start;
  private final ConcurrentHashMap<String, AtomicLong> fullAt = new ConcurrentHashMap<>();
  private final AtomicLong sweptAt = new AtomicLong(-SECOND);

  Buckets(String policy, int perMinute, int maxBuckets, LongSupplier nanos) {
    this.policy = policy;
    this.perMinute = perMinute;
    this.interval = perMinute == 0 ? 0 : MINUTE / perMinute;
    this.maxBuckets = maxBuckets;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  Allowance take(String key) {
    return ask(key, true);
  }

  /** What taking would say, and nothing is taken. */
  Allowance look(String key) {
    return ask(key, false);
  }

  private Allowance ask(String key, boolean take) {
    if (perMinute == 0) {
      return new Allowance(policy, 0, 0, 0, 0);
    }
    long now = nanos.getAsLong() - start;
    AtomicLong bucket = bucket(key, now);
    while (true) {
      long before = bucket.get();
      long after = Math.max(before, now) + interval;
      long wait = after - now - MINUTE;
      if (wait > 0) {
        return new Allowance(policy, perMinute, 0, seconds(before - now), seconds(wait));
      }
      if (!take || bucket.compareAndSet(before, after)) {
        return new Allowance(policy, perMinute, (int) (-wait / interval), seconds(after - now), 0);
      }
    }
  }

  int size() {
    return fullAt.size();
  }

  private AtomicLong bucket(String key, long now) {
    AtomicLong known = fullAt.get(key);
    if (known != null) {
      return known;
    }
    if (fullAt.size() >= maxBuckets) {
      sweep(now);
    }
    String name = fullAt.size() >= maxBuckets ? EVERYBODY_ELSE : key;
    return fullAt.computeIfAbsent(name, _ -> new AtomicLong(now));
  }

  /** Looking at all of them is work too: once a second at most. */
  private void sweep(long now) {
    long last = sweptAt.get();
    if (now - last >= SECOND && sweptAt.compareAndSet(last, now)) {
      fullAt.values().removeIf(full -> full.get() <= now);
    }
  }

  private static int seconds(long nanos) {
    return (int) Math.max(0, (nanos + SECOND - 1) / SECOND);
  }
}
