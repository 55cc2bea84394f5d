package io.sluice.server.idempotency;

import io.sluice.server.job.Upkeep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Forgets keys that expired, a few at a time so that nobody waits for it. */
@Component
final class KeyRetention implements Upkeep {

  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final int AT_ONCE = 1_000;
  private static final String KIND = "idempotency_retention";

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
    for (ExpiringKeys some : keys) {
      Optional<Instant> last = Optional.of(Instant.EPOCH);
      while (last.isPresent() && !Thread.currentThread().isInterrupted()) {
        last = some.forgetExpired(last.get(), now, AT_ONCE);
      }
    }
  }
}
