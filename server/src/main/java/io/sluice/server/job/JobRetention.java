package io.sluice.server.job;

import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets, once a day, jobs that died: thirty days suffice to see why, and to ask for them again. */
final class JobRetention implements Upkeep {

  static final Duration KEPT = Duration.ofDays(30);
  private static final AgedRows.Kind DEAD = new AgedRows.Kind("job", "dead_at");
  private static final Duration EVERY = Duration.ofDays(1);
  private static final String KIND = "job_retention";
  private static final Logger LOG = LoggerFactory.getLogger(JobRetention.class);

  private final AgedRows rows;
  private final Clock clock;

  JobRetention(AgedRows rows, Clock clock) {
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
    int forgotten = rows.forget(DEAD, clock.instant().minus(KEPT));
    LOG.debug("{} jobs that died over {} days ago were forgotten", forgotten, KEPT.toDays());
  }
}
