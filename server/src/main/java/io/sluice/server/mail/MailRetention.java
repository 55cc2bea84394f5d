package io.sluice.server.mail;

import io.sluice.server.job.AgedRows;
import io.sluice.server.job.Upkeep;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets, once a day, whom mails were sent to: thirty days suffice to answer "did it go out?". Those that wait with a link
 * that ended are as good as dead.
 */
final class MailRetention implements Upkeep {

  static final Duration KEPT = Duration.ofDays(30);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final String KIND = "mail_retention";
  private static final AgedRows.Kind ENDED = new AgedRows.Kind("mail", "coalesce(sent_at, dead_at, until)");
  private static final Logger LOG = LoggerFactory.getLogger(MailRetention.class);

  private final AgedRows rows;
  private final Clock clock;

  MailRetention(AgedRows rows, Clock clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Duration every() {
    return EVERY;
  }

  @Override
  public void run() throws InterruptedException {
    int forgotten = rows.forget(ENDED, clock.instant().minus(KEPT));
    LOG.debug("{} mails that ended over {} days ago were forgotten", forgotten, KEPT.toDays());
  }
}
