package io.sluice.server.crm.file;

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

/** Deletes files whose time is over: replaced, never claimed, or of imports that ended long ago. */
@Component
final class FileSweep implements JobHandler {

  static final String KIND = "crm_file_sweep";
  private static final Duration EVERY = Duration.ofMinutes(15);
  private static final int PORTION = 100;
  private static final Logger LOG = LoggerFactory.getLogger(FileSweep.class);

  private final StoredFiles files;
  private final Jobs jobs;
  private final TransactionTemplate transaction;
  private final Clock clock;

  FileSweep(StoredFiles files, Jobs jobs, PlatformTransactionManager transactions, Clock clock) {
    this.files = files;
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
  public JobResult handle(Job job) throws InterruptedException {
    int gone = 0;
    int portion = PORTION;
    while (portion == PORTION) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      portion = files.sweep(PORTION);
      gone += portion;
    }
    LOG.debug("{} files were forgotten", gone);
    schedule(clock.instant().plus(EVERY));
    return JobResult.done();
  }

  @Override
  public void onDead(Job job, String reason) {
    jobs.enqueue(KIND, "", "", clock.instant().plus(EVERY));
  }
}
