package io.sluice.server.job;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes this node's workers of a kind before their next look at the table. It only saves time: a ring that nobody
 * hears, on this node or another, is made good by polling.
 */
final class Bell {

  private final Map<String, Semaphore> rings = new ConcurrentHashMap<>();

  void ring(String kind) {
    Semaphore ring = of(kind);
    if (ring.availablePermits() == 0) {
      ring.release();
    }
  }

  /** Returns at the next ring, at once if it rang since the last call, or after that time. */
  void await(String kind, Duration atMost) throws InterruptedException {
    Semaphore ring = of(kind);
    if (ring.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      ring.drainPermits();
    }
  }

  private Semaphore of(String kind) {
    return rings.computeIfAbsent(kind, _ -> new Semaphore(0));
  }
}
