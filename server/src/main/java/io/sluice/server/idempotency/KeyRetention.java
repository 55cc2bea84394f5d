package io.sluice.server.idempotency;

import io.sluice.server.job.Job;
import io.sluice.server.job.JobHandler;
import io.sluice.server.job.JobResult;
import io.sluice.server.job.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Forgets keys that expired, a few at a time so that nobody waits for it. */
final class KeyRetention implements JobHandler {

  static final Duration EVERY = Duration.ofMinutes(10);
  private static final int AT_ONCE = 1_000;
  private static final String KIND = "idempotency_retention";
  private static final Logger LOG = LoggerFactory.getLogger(KeyRetention.class);

  private final List<ExpiringKeys> keys;
  private final Jobs jobs;
  private final TransactionOperations transactions;
  private final Clock clock;

  KeyRetention(List<ExpiringKeys> keys, Jobs jobs, TransactionOperations transactions, Clock clock) {
    this.keys = List.copyOf(keys);
    this.jobs = jobs;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Sees to it that the next run is due; on any node, as often as one likes. */
  void schedule(Instant runAt) {
    transactions.executeWithoutResult(_ -> jobs.enqueue(KIND, "", "", runAt));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JobResult handle(Job job) {
    Instant now = clock.instant();
    int forgotten = 0;
    for (ExpiringKeys some : keys) {
      for (int found = AT_ONCE; found == AT_ONCE && !Thread.currentThread().isInterrupted(); forgotten += found) {
        found = some.forgetExpired(now, AT_ONCE);
      }
    }
    LOG.debug("{} idempotency keys expired", forgotten);
    // Asked for while it runs, so that this run's end starts the next one's wait.
    schedule(clock.instant().plus(EVERY));
    return JobResult.done();
  }

  @Override
  public void onDead(Job job, String reason) {
    jobs.enqueue(KIND, "", "", clock.instant().plus(EVERY));
  }
}
