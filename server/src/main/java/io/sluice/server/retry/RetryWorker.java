package io.sluice.server.retry;

import io.sluice.server.delivery.RetrySchedule;
import io.sluice.server.event.journal.Journal;
import io.sluice.server.event.journal.NodeId;
import io.sluice.server.event.journal.NodeLife;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.BackgroundLoop;
import io.sluice.server.kernel.EventId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * This node's hands for deliveries that are tried again. What is due is claimed account by account, so that no account
 * waits for another's slow recipients; a row in hand is held by the node's heartbeat, as leads on their way are.
 */
@Component
final class RetryWorker extends BackgroundLoop {

  private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);
  private static final Duration STOP_GRACE = Duration.ofSeconds(15);
  private static final int MAX_IN_HAND = 32;
  private static final int MAX_IN_HAND_PER_ACCOUNT = 8;
  private static final int MAX_LEFT_BEHIND_AT_ONCE = 200;
  /** Attempts and take-overs together, beyond which something is wrong that no further life mends. */
  private static final int MAX_LIVES = 2 * RetrySchedule.MAX_ATTEMPTS;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(RetryWorker.class);

  private final RetryStore store;
  private final RetryAttempts attempts;
  private final Journal journal;
  private final NodeLife life;
  private final Clock clock;
  private final Semaphore free = new Semaphore(MAX_IN_HAND);
  /** By how many threads: a node that stood still may have a delivery again while the one before is on it. */
  private final Map<EventId, Integer> inHand = new ConcurrentHashMap<>();
  private final Map<AccountId, Integer> busy = new ConcurrentHashMap<>();
  private final Semaphore bell = new Semaphore(0);
  private final DueAccounts due;

  RetryWorker(RetryStore store, RetryAttempts attempts, Journal journal, NodeLife life, Clock clock) {
    super("retries", Duration.ZERO, POLL_INTERVAL);
    this.store = store;
    this.due = new DueAccounts(store);
    this.attempts = attempts;
    this.journal = journal;
    this.life = life;
    this.clock = clock;
  }

  /** Something may be due sooner than expected. */
  void look() {
    bell.release();
  }

  @Override
  protected Duration turn() throws InterruptedException {
    takeOver();
    takeDue();
    if (bell.tryAcquire(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
      bell.drainPermits();
    }
    return Duration.ZERO;
  }

  /** Takes nothing more and waits a while for what is in hand; the rest is taken over by another life. */
  @Override
  public synchronized void stop() {
    if (isRunning()) {
      super.stop();
      try {
        if (free.tryAcquire(MAX_IN_HAND, STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
          free.release(MAX_IN_HAND);
        } else {
          LOG.warn("deliveries were not done within {} of stopping; another life ends them", STOP_GRACE);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // whoever stops the program wants it to end sooner
      }
    }
  }

  /** What dead lives had in hand, and what this one has and nobody is on: the answer to its claim was lost. */
  private void takeOver() {
    List<String> nodes = new ArrayList<>(journal.deadNodes());
    nodes.add(life.id().value());
    for (Retry left : store.inHandsOf(nodes, MAX_LEFT_BEHIND_AT_ONCE)) {
      NodeId holder = left.node();
      if (holder == null || inHand.containsKey(left.event())) {
        continue;
      }
      if (left.attempts() > MAX_LIVES) {
        LOG.error("the {} is dropped: it cannot be ended", left);
        store.drop(left.account(), left.event(), holder);
      } else if (left.beganAt() == null) {
        store.putBackUnbegun(left.account(), left.event(), holder, clock.instant());
      } else if (free.tryAcquire()) {
        work(left, () ->
            store.takeOver(left.account(), left.event(), holder, life.id()).ifPresent(retry -> make(retry, true)));
      }
    }
  }

  /** As far as hands go; whoever has more than is taken at once comes behind the others. */
  private void takeDue() {
    Instant now = clock.instant();
    due.look(now);
    for (AccountId account : due.inTurn()) {
      int wanted = Math.min(MAX_IN_HAND_PER_ACCOUNT - busy.getOrDefault(account, 0), free.availablePermits());
      if (wanted > 0 && free.tryAcquire(wanted)) {
        if (take(account, now, wanted) < wanted) {
          due.done(account);
        } else {
          due.again(account);
        }
      }
    }
  }

  private int take(AccountId account, Instant now, int wanted) {
    int claimed = 0;
    try {
      List<Retry> taken = store.claim(account, life.id(), now, wanted);
      claimed = taken.size();
      taken.forEach(retry -> work(retry, () -> make(retry, false)));
      return claimed;
    } finally {
      free.release(wanted - claimed);
    }
  }

  /** On a thread of its own, for which a free hand was taken. Only the thread that looks for work calls this. */
  private void work(Retry retry, Runnable work) {
    inHand.merge(retry.event(), 1, Integer::sum);
    busy.merge(retry.account(), 1, Integer::sum);
    Thread.ofVirtual().name("retry-" + retry.event()).start(() -> {
      try {
        work.run();
      } finally {
        countDown(busy, retry.account());
        countDown(inHand, retry.event());
        free.release();
        look();
      }
    });
  }

  private static <K> void countDown(Map<K, Integer> counts, K of) {
    counts.computeIfPresent(of, (_, count) -> count > 1 ? count - 1 : null);
  }

  private void make(Retry retry, boolean repeated) {
    try {
      attempts.make(retry, repeated);
    } catch (InterruptedException stopped) {
      LOG.info("the {} is ended by another life", retry);
    } catch (RuntimeException | Error e) {
      LOG.error("the {} failed at attempt {}", retry, retry.attempts(), e);
      putBack(retry);
    }
  }

  /** As if it had not been tried, but not at once. What was begun is left alone for a while, and taken over then. */
  private void putBack(Retry retry) {
    try {
      Instant nextAt = clock.instant().plus(RetrySchedule.wait(retry.attempts(), ThreadLocalRandom.current()));
      if (!store.putBackUnbegun(retry.account(), retry.event(), life.id(), nextAt)) {
        Thread.sleep(PAUSE_AFTER_FAILURE);
      }
    } catch (DataAccessException | TransactionException stillAway) {
      LOG.warn("the {} cannot be put back now: {}", retry, stillAway.toString());
    } catch (InterruptedException stopped) {
      LOG.info("the {} is ended by another life", retry);
    }
  }
}
