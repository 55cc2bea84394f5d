package io.sluice.server.retry;

import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepOutcome;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looking at what waits to be delivered again, hastening it, and calling it off. */
@Component
class Retries {

  private static final String CALLED_OFF = "Called off";

  private final RetryStore store;
  private final RetryEnd end;
  private final RetryWorker worker;
  private final Clock clock;

  Retries(RetryStore store, RetryEnd end, RetryWorker worker, Clock clock) {
    this.store = store;
    this.end = end;
    this.worker = worker;
    this.clock = clock;
  }

  /** Oldest first. */
  List<Retry> of(AccountId account, @Nullable String after, @Nullable FlowId flow, int limit) {
    return store.list(account, after == null ? "" : after.toLowerCase(Locale.ROOT), flow, limit);
  }

  /** Answers it as it is now; where it is over already, as it was. */
  Result<Retry, RetryRefusal> runNow(AccountId account, String id) {
    return known(account, id).map(retry -> {
      store.hasten(account, retry.event(), clock.instant());
      worker.look();
      return store.find(account, retry.event()).orElse(retry);
    });
  }

  /** Answers it as it was. Its last event says that somebody called it off. */
  Result<Retry, RetryRefusal> cancel(AccountId account, String id) {
    return known(account, id).then(retry -> retry.node() != null
        ? Result.refused(new RetryRefusal.InHand())
        : switch (end.write(retry, StepAnswer.of(StepOutcome.SKIP, CALLED_OFF))) {
          case STORED -> Result.done(retry);
          case TAKEN_OVER -> Result.refused(store.find(account, retry.event()).isPresent()
              ? new RetryRefusal.InHand() : new RetryRefusal.Unknown());
          case BUSY, UNAVAILABLE, REPEATED -> Result.refused(new RetryRefusal.Unavailable());
        });
  }

  private Result<Retry, RetryRefusal> known(AccountId account, String id) {
    return (ObjectIds.valid(id) ? store.find(account, EventId.of(id)) : Optional.<Retry>empty())
        .<Result<Retry, RetryRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new RetryRefusal.Unknown()));
  }
}
