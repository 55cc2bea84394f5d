package io.sluice.server.idempotency;

import io.sluice.server.job.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Forgets keys that expired, a few at a time so that nobody waits for it. */
@Component
final class KeyRetention implements Upkeep {

  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final int AT_ONCE = 1_000;
  private static final String KIND = "idempotency_retention";
  private static final Logger LOG = LoggerFactory.getLogger(KeyRetention.class);

  private final List<ExpiringKeys> keys;
  private final Clock clock;

  KeyRetention(List<ExpiringKeys> keys, Clock clock) {
    this.keys = List.copyOf(keys);
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
    Instant now = clock.instant();
    int forgotten = 0;
    for (ExpiringKeys some : keys) {
      for (int found = AT_ONCE; found == AT_ONCE && !Thread.currentThread().isInterrupted(); forgotten += found) {
        found = some.forgetExpired(now, AT_ONCE);
      }
    }
    LOG.debug("{} idempotency keys expired", forgotten);
  }
}
