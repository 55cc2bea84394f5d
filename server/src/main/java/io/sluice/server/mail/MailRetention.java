package io.sluice.server.mail;

import io.sluice.server.job.Job;
import io.sluice.server.job.JobHandler;
import io.sluice.server.job.JobResult;
import io.sluice.server.job.Jobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/** Forgets, once a day, whom mails were sent to: thirty days suffice to answer "did it go out?". */
final class MailRetention implements JobHandler {

  static final Duration KEPT = Duration.ofDays(30);
  static final Duration EVERY = Duration.ofDays(1);
  private static final String KIND = "mail_retention";
  private static final Logger LOG = LoggerFactory.getLogger(MailRetention.class);

  private final MailStore store;
  private final Jobs jobs;
  private final TransactionOperations transactions;
  private final Clock clock;

  MailRetention(MailStore store, Jobs jobs, TransactionOperations transactions, Clock clock) {
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
    int forgotten = store.forgetEndedBefore(now.minus(KEPT));
    LOG.info("{} mails that ended over {} days ago were forgotten", forgotten, KEPT.toDays());
    // Asked for while it runs, so that this run's end starts the next one's wait.
    schedule(now.plus(EVERY));
    return JobResult.done();
  }

  @Override
  public void onDead(Job job, String reason) {
    jobs.enqueue(KIND, "", "", clock.instant().plus(EVERY));
  }
}
