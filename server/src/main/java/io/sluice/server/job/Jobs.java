package io.sluice.server.job;

import java.time.Clock;
import java.time.Instant;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where work is left to be done later, by whichever node has a hand free. */
public final class Jobs {

  static final int MAX_KEY_CHARS = 200;
  static final int MAX_PAYLOAD_CHARS = 1 << 20;

  private final JobStore store;
  private final Bell bell;
  private final Clock clock;

  Jobs(JobStore store, Bell bell, Clock clock) {
    this.store = store;
    this.bell = bell;
    this.clock = clock;
  }

  /**
   * Leaves a job in the caller's transaction: it exists if and only if that commits.
   *
   * <p>Kind and key name one job. Asked for again while it waits, it runs once, at the earlier time, with the newer
   * payload; while it runs, it runs once more afterwards; when it is dead, it lives again.
   *
   * @throws IllegalStateException outside a transaction: a job must stand or fall with what it is about
   * @throws IllegalArgumentException if the key or payload is longer than 200 or 1,048,576 characters
   */
  public void enqueue(String kind, String key, String payload, Instant runAt) {
    check(kind, key, payload);
    store.enqueue(kind, key, payload, runAt, clock.instant());
    ringAfterCommit(kind);
  }

  /**
   * As {@link #enqueue}, for work that is looked for again and again: a job that waits, be it for its next try, or runs
   * is left as it is. A dead one lives again.
   */
  public void enqueueUnlessThere(String kind, String key, String payload, Instant runAt) {
    check(kind, key, payload);
    if (store.enqueueUnlessThere(kind, key, payload, runAt, clock.instant())) {
      ringAfterCommit(kind);
    }
  }

  private static void check(String kind, String key, String payload) {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("a " + kind + " job was left outside a transaction");
    }
    if (key.length() > MAX_KEY_CHARS || payload.length() > MAX_PAYLOAD_CHARS) {
      throw new IllegalArgumentException("the key or payload of a " + kind + " job is too long");
    }
  }

  private void ringAfterCommit(String kind) {
    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
      @Override
      public void afterCommit() {
        bell.ring(kind);
      }
    });
  }
}
