package io.sluice.server.event;

import io.sluice.server.event.EventAccess.ByKinds;
import io.sluice.server.event.EventStore.Stretch;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** How long an account's own recipient steps take. */
@Component
public class StepTimes {

  private static final Duration RECENT = Duration.ofDays(7);
  private static final int LOOKED_AT = 1_000;

  /** A skipped step has not waited for anybody. */
  private static final ByKinds DELIVERIES = new ByKinds(List.of("recipient"), List.of("success", "failure", "error"));
  /** Behind every id: a letter that is no hex digit. */
  private static final String LAST = "g";

  private final EventStore events;
  private final StepTimeStore store;
  private final Clock clock;

  StepTimes(EventStore events, StepTimeStore store, Clock clock) {
    this.events = events;
    this.store = store;
    this.clock = clock;
  }

  /** By module id, of the account's last thousand deliveries within a week; a module without any is left out. */
  public Map<String, Long> medianMs(AccountId account) {
    String since = ObjectIds.firstAt(clock.instant().minus(RECENT));
    return store.medianMs(account, events.ids(account, new Stretch<>(since, LAST, DELIVERIES, false, LOOKED_AT)));
  }
}
