package io.sluice.server.lead.cap;

import io.sluice.server.job.Job;
import io.sluice.server.job.JobHandler;
import io.sluice.server.job.JobResult;
import io.sluice.server.job.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Forgets, once a day, the counters of intervals that are over: a cap of a minute makes half a million a year. */
@Component
final class CapCounterRetention implements JobHandler {

  /** Longer than a lead can be on its way, and than a node can be away with one. */
  static final Duration KEPT = Duration.ofDays(7);
  private static final String KIND = "cap_counter_retention";
  private static final Duration EVERY = Duration.ofDays(1);
  private static final Logger LOG = LoggerFactory.getLogger(CapCounterRetention.class);

  private final CapStore store;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  CapCounterRetention(CapStore store, Jobs jobs, PlatformTransactionManager transactions, Clock clock) {
    this.store = store;
    this.jobs = jobs;
    this.transaction = new TransactionTemplate(transactions);
    this.clock = clock;
  }

  @EventListener(ApplicationReadyEvent.class)
  void schedule() {
    schedule(clock.instant());
  }

  private void schedule(Instant runAt) {
    transaction.executeWithoutResult(_ -> jobs.enqueue(KIND, "", "", runAt));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public JobResult handle(Job job) {
    Instant now = clock.instant();
    LOG.debug("{} counters of caps were forgotten", store.forgetEndedBefore(now.minus(KEPT)));
    schedule(now.plus(EVERY));
    return JobResult.done();
  }

  @Override
  public void onDead(Job job, String reason) {
    jobs.enqueue(KIND, "", "", clock.instant().plus(EVERY));
  }
}
