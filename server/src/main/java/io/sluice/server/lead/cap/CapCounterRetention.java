package io.sluice.server.lead.cap;

import io.sluice.server.job.AgedRows;
import io.sluice.server.job.Upkeep;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Forgets, once a day, the counters of intervals that are over: a cap of a minute makes half a million a year. */
@Component
final class CapCounterRetention implements Upkeep {

  /** Longer than a lead can be on its way, and than a node can be away with one. */
  static final Duration KEPT = Duration.ofDays(7);
  /** One whose slot a lead holds still says what it holds. */
  private static final AgedRows.Kind ENDED = new AgedRows.Kind("cap_counter counter", "expires_at", """
      NOT EXISTS (SELECT FROM cap_slot slot
        WHERE slot.account_id = counter.account_id AND slot.flow_id = counter.flow_id
          AND slot.cap_id = counter.cap_id AND slot.started_at = counter.started_at)""");
  private static final String KIND = "cap_counter_retention";
  private static final Duration EVERY = Duration.ofDays(1);
  private static final Logger LOG = LoggerFactory.getLogger(CapCounterRetention.class);

  private final AgedRows rows;
  private final Clock clock;

  CapCounterRetention(AgedRows rows, Clock clock) {
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
    LOG.debug("{} counters of caps were forgotten", rows.forget(ENDED, clock.instant().minus(KEPT)));
  }
}
