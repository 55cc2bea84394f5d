package io.sluice.server.idempotency;

import io.sluice.server.job.AgedRows;
import io.sluice.server.job.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;

/** Forgets keys that expired. */
@Component
final class KeyRetention implements Upkeep {

  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final String KIND = "idempotency_retention";

  private final List<ExpiringKeys> keys;
  private final AgedRows rows;
  private final Clock clock;

  KeyRetention(List<ExpiringKeys> keys, AgedRows rows, Clock clock) {
    this.keys = List.copyOf(keys);
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
    for (ExpiringKeys some : keys) {
      rows.forget(new AgedRows.Kind(some.table(), "expires_at"), clock.instant());
    }
  }
}
