package io.sluice.server.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Forgets, once a day, jobs that died: thirty days suffice to see why, and to ask for them again. */
final class JobRetention implements JobHandler {

  static final Duration KEPT = Duration.ofDays(30);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final String KIND = "job_retention";
  private static final Logger LOG = LoggerFactory.getLogger(JobRetention.class);

  private final JobStore store;
  private final Jobs jobs;
  private final TransactionOperations transactions;
  private final Clock clock;

  JobRetention(JobStore store, Jobs jobs, TransactionOperations transactions, Clock clock) {
    this.store = store;
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
    int forgotten = store.forgetDeadBefore(now.minus(KEPT));
    LOG.debug("{} jobs that died over {} days ago were forgotten", forgotten, KEPT.toDays());
    // Asked for while it runs, so that this run's end starts the next one's wait.
    schedule(now.plus(EVERY));
    return JobResult.done();
  }

  @Override
  public void onDead(Job job, String reason) {
    jobs.enqueue(KIND, "", "", clock.instant().plus(EVERY));
  }
}
