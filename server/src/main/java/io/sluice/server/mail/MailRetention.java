package io.sluice.server.mail;

import io.sluice.server.job.Upkeep;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets, once a day, whom mails were sent to: thirty days suffice to answer "did it go out?". */
final class MailRetention implements Upkeep {

  static final Duration KEPT = Duration.ofDays(30);
  private static final Duration EVERY = Duration.ofDays(1);
  private static final String KIND = "mail_retention";
  private static final Logger LOG = LoggerFactory.getLogger(MailRetention.class);

  private final MailStore store;
  private final Clock clock;

  MailRetention(MailStore store, Clock clock) {
    this.store = store;
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
  public void run() {
    int forgotten = store.forgetEndedBefore(clock.instant().minus(KEPT));
    LOG.info("{} mails that ended over {} days ago were forgotten", forgotten, KEPT.toDays());
  }
}
