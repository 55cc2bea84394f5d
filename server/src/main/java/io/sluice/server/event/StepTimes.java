package io.sluice.server.event;

import io.sluice.server.kernel.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How long an account's own recipient steps take. */
@Component
public class StepTimes {

  private static final Duration RECENT = Duration.ofDays(7);
  private static final int LOOKED_AT = 1_000;

  private final StepTimeStore store;
  private final Clock clock;

  StepTimes(StepTimeStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /** By module id, of the account's last thousand deliveries within a week; a module without any is left out. */
  public Map<String, Long> medianMs(AccountId account) {
    return store.medianMs(account, clock.instant().minus(RECENT), LOOKED_AT);
  }
}
