package io.sluice.server.mail;

import io.sluice.server.job.Jobs;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/** The outbox. */
public final class Mails {

  private final MailStore store;
  private final Jobs jobs;
  private final Letterhead head;
  private final Clock clock;

  Mails(MailStore store, Jobs jobs, Letterhead head, Clock clock) {
    this.store = store;
    this.jobs = jobs;
    this.head = head;
    this.clock = clock;
  }

  /**
   * Puts a mail into the outbox in the caller's transaction: it goes out if and only if that commits, and soon after.
   * It is sent at least once; what a crash makes go out twice has the same Message-ID.
   *
   * @throws IllegalStateException outside a transaction
   */
  public void queue(Mail mail) {
    queue(UUID.randomUUID(), mail);
  }

  /**
   * As {@link #queue}, but a mail that was queued under this key before is not queued again: for work that is repeated
   * after a crash.
   */
  public void queueOnce(String key, Mail mail) {
    queue(UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)), mail);
  }

  /** The job first: it is what refuses to be left outside a transaction. */
  private void queue(UUID id, Mail mail) {
    Instant now = clock.instant();
    Letter letter = mail.letter();
    jobs.enqueue(MailCarrier.KIND, id.toString(), "", now);
    store.addOnce(new QueuedMail(id, mail.kind(), "<" + id + "@" + head.domain() + ">", mail.to().value(),
        letter.subject(), PlainLetter.write(letter, head), HtmlLetter.write(letter, head), now,
        mail.until()));
  }
}
