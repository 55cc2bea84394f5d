package io.sluice.server.job;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.transaction.support.TransactionOperations;

/** Sees to it that an {@link Upkeep} comes again. */
final class UpkeepHandler implements JobHandler {

  private final Upkeep upkeep;
  private final Jobs jobs;
  private final TransactionOperations transactions;
  private final Clock clock;

  UpkeepHandler(Upkeep upkeep, Jobs jobs, TransactionOperations transactions, Clock clock) {
    this.upkeep = upkeep;
    this.jobs = jobs;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** Makes a run due; on any node, as often as one likes. */
  void schedule(Instant runAt) {
    transactions.executeWithoutResult(_ -> jobs.enqueue(kind(), "", "", runAt));
  }

  @Override
  public String kind() {
    return upkeep.kind();
  }

  @Override
  public Duration timeLimit() {
    return upkeep.timeLimit();
  }

  @Override
  public JobResult handle(Job job) throws InterruptedException {
    upkeep.run();
    // Asked for while it runs, so that this run's end starts the next one's wait.
    schedule(clock.instant().plus(upkeep.every()));
    return JobResult.done();
  }

  @Override
  public void onDead(Job job, String reason) {
    jobs.enqueue(kind(), "", "", clock.instant().plus(upkeep.every()));
  }
}
