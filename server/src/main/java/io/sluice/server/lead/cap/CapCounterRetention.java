package io.sluice.server.lead.cap;

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
  private static final String KIND = "cap_counter_retention";
  private static final Duration EVERY = Duration.ofDays(1);
  private static final Logger LOG = LoggerFactory.getLogger(CapCounterRetention.class);

  private final CapStore store;
  private final Clock clock;

  CapCounterRetention(CapStore store, Clock clock) {
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
    LOG.debug("{} counters of caps were forgotten", store.forgetEndedBefore(clock.instant().minus(KEPT)));
  }
}
