package io.sluice.server.mail;

import io.sluice.server.job.Backoff;
import io.sluice.server.job.Job;
import io.sluice.server.job.JobHandler;
import io.sluice.server.job.JobResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Takes mails from the outbox to the mail server. */
final class MailCarrier implements JobHandler {

  static final String KIND = "mail";

  /** About five days in all, which is how long RFC 5321 4.5.4.1 wants a deferred mail to be tried. */
  private static final Backoff FIVE_DAYS = new Backoff(Duration.ofSeconds(30), Duration.ofHours(4), 45);

  private final MailStore store;
  private final SmtpServer server;
  private final Letterhead head;
  private final Clock clock;

  MailCarrier(MailStore store, SmtpServer server, Letterhead head, Clock clock) {
    this.store = store;
    this.server = server;
    this.head = head;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Backoff backoff() {
    return FIVE_DAYS;
  }

  @Override
  public JobResult handle(Job job) {
    UUID id = UUID.fromString(job.key());
    Optional<QueuedMail> mail = store.waiting(id);
    if (mail.isEmpty()) {
      return JobResult.done();
    }
    Instant until = mail.get().until();
    if (until != null && !clock.instant().isBefore(until)) {
      return JobResult.giveUp("its link ended at " + until);
    }
    return switch (server.send(mail.get(), head)) {
      case SmtpAnswer.Accepted() -> {
        store.markSent(id, clock.instant());
        yield JobResult.done();
      }
      case SmtpAnswer.Deferred(String reason) -> JobResult.retry(reason);
      case SmtpAnswer.Refused(String reason) -> JobResult.giveUp(reason);
    };
  }

  @Override
  public void onDead(Job job, String reason) {
    store.markDead(UUID.fromString(job.key()), reason, clock.instant());
  }
}
