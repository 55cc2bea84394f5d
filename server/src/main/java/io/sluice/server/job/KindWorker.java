package io.sluice.server.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Takes the jobs of one kind and has them done: claim, hand over, settle. No transaction spans the handing over. */
final class KindWorker {

  /** How much longer than an attempt its lease lasts: time for an interrupted handler to let go before the next one. */
  private static final Duration LEASE_GRACE = Duration.ofSeconds(30);
  private static final Logger LOG = LoggerFactory.getLogger(KindWorker.class);

  private final JobHandler handler;
  private final JobStore store;
  private final TransactionOperations transactions;
  private final Bell bell;
  private final Clock clock;
  private final String holder;
  private final Duration pollInterval;
  private final Semaphore hands;
  private volatile boolean stopping;

  KindWorker(JobHandler handler, JobStore store, TransactionOperations transactions, Bell bell, Clock clock,
      String holder, Duration pollInterval) {
    this.handler = handler;
    this.store = store;
    this.transactions = transactions;
    this.bell = bell;
    this.clock = clock;
    this.holder = holder;
    this.pollInterval = pollInterval;
    this.hands = new Semaphore(handler.concurrency());
  }

  /** Takes jobs until {@link #stop}. One thread watches each while another works, so that work can be cut short. */
  void run(ExecutorService watchers, ExecutorService workers) {
    try {
      while (!stopping) {
        for (Claim claim : takeDueJobs()) {
          hands.acquire();
          watchers.execute(() -> watch(claim, workers));
        }
        bell.await(handler.kind(), pollInterval);
      }
    } catch (InterruptedException e) {
      LOG.error("{} jobs are not taken any more: somebody interrupted their worker", handler.kind(), e);
    }
  }

  /** Takes no further jobs; those in hand go on. */
  void stop() {
    stopping = true;
    bell.ring(handler.kind());
  }

  private List<Claim> takeDueJobs() {
    int free = hands.availablePermits();
    if (free == 0) {
      return List.of();
    }
    try {
      Instant now = clock.instant();
      return store.claim(handler.kind(), free, holder, now, now.plus(handler.timeLimit()).plus(LEASE_GRACE));
    } catch (RuntimeException e) {
      LOG.error("{} jobs cannot be taken now; trying again in {}", handler.kind(), pollInterval, e);
      return List.of();
    }
  }

  private void watch(Claim claim, ExecutorService workers) {
    try {
      attempt(claim, workers);
    } catch (RuntimeException e) {
      LOG.error("what came of {} cannot be written; it is done over when its lease expires", claim.job(), e);
    } finally {
      hands.release();
      bell.ring(handler.kind());
    }
  }

  private void attempt(Claim claim, ExecutorService workers) {
    if (claim.job().attempt() > handler.backoff().maxAttempts()) {
      bury(claim, "every attempt ended with its node");
      return;
    }
    Future<JobResult> work = workers.submit(() -> handler.handle(claim.job()));
    try {
      settle(claim, work.get(handler.timeLimit().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      work.cancel(true);
      settle(claim, JobResult.retry("not done within " + handler.timeLimit()));
    } catch (ExecutionException e) {
      if (stopping) {
        Throwable cause = e.getCause() instanceof InterruptedException ? null : e.getCause();
        LOG.info("{} was cut short because this node stops", claim.job(), cause);
        warnIfLost(claim, store.release(claim));
      } else {
        LOG.error("{} failed at attempt {}", claim.job(), claim.job().attempt(), e.getCause());
        settle(claim, JobResult.retry(String.valueOf(e.getCause())));
      }
    } catch (InterruptedException e) {
      work.cancel(true);
      LOG.error("{} is done over when its lease expires: somebody interrupted its watcher", claim.job(), e);
    }
  }

  private void settle(Claim claim, JobResult result) {
    switch (result) {
      case JobResult.Done() -> warnIfLost(claim, store.finish(claim));
      case JobResult.GiveUp(String reason) -> bury(claim, reason);
      case JobResult.Retry(Duration after, String reason) -> {
        if (claim.job().attempt() >= handler.backoff().maxAttempts()) {
          bury(claim, reason);
        } else {
          retry(claim, after, reason);
        }
      }
    }
  }

  private void retry(Claim claim, Duration after, String reason) {
    Duration delay = handler.backoff().delay(claim.job().attempt(), ThreadLocalRandom.current());
    Instant runAt = clock.instant().plus(delay.compareTo(after) > 0 ? delay : after);
    LOG.info("{} did not work out at attempt {}, next one {}: {}", claim.job(), claim.job().attempt(), runAt, reason);
    warnIfLost(claim, store.retry(claim, runAt, reason));
  }

  private void bury(Claim claim, String why) {
    String reason = JobStore.shortened(why); // others keep it, too
    boolean dead = Boolean.TRUE.equals(transactions.execute(_ -> {
      if (!store.bury(claim, reason, clock.instant())) {
        return false;
      }
      handler.onDead(claim.job(), reason);
      return true;
    }));
    if (dead) {
      LOG.warn("{} is dead after attempt {}: {}", claim.job(), claim.job().attempt(), reason);
    } else {
      warnIfLost(claim, store.runAgain(claim));
    }
  }

  private static void warnIfLost(Claim claim, boolean settled) {
    if (!settled) {
      LOG.warn("the lease of {} had expired before attempt {} was over", claim.job(), claim.job().attempt());
    }
  }
}
