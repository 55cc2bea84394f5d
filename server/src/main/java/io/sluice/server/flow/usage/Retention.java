package io.sluice.server.flow.usage;

import io.sluice.server.account.Account;
import io.sluice.server.account.Accounts;
import io.sluice.server.flow.usage.DataPointStore.CountedFlow;
import io.sluice.server.flow.usage.DataPointStore.VarPlace;
import io.sluice.server.job.Upkeep;
import io.sluice.server.kernel.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How long what leads brought is kept: counts for a little more than a year, values as long as the account keeps events.
 * Forgotten once a day, piece by piece in the order of the tables' keys.
 */
@Component
class Retention implements Upkeep {

  /** A year and a month: this time last year can still be asked for. */
  static final int COUNTS_DAYS = 400;

  private static final String KIND = "field_usage_retention";
  private static final Duration EVERY = Duration.ofDays(1);
  private static final int VARS_AT_ONCE = 1_000;

  private final DataPointStore store;
  private final Accounts accounts;
  private final Clock clock;

  Retention(DataPointStore store, Accounts accounts, Clock clock) {
    this.store = store;
    this.accounts = accounts;
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
    forgetCounts(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(COUNTS_DAYS + 1L));
    Optional<AccountId> account = store.nextWithVars("");
    while (account.isPresent()) {
      Optional<Account> known = accounts.find(account.get());
      if (known.isPresent()) {
        forgetExamples(account.get(), clock.instant().minus(Duration.ofDays(known.get().dataRetentionInDays())));
      }
      account = store.nextWithVars(account.get().value());
    }
  }

  /** A flow has a row a day for each process that counted: of what a day adds, a piece is one flow's. */
  private void forgetCounts(LocalDate before) throws InterruptedException {
    Optional<CountedFlow> flow = store.nextCounted(CountedFlow.NONE);
    while (flow.isPresent()) {
      goOnUnlessInterrupted();
      store.forgetCounts(flow.get().account(), flow.get().flow(), before);
      flow = store.nextCounted(flow.get());
    }
  }

  private void forgetExamples(AccountId account, Instant lastUsedBefore) throws InterruptedException {
    Optional<VarPlace> last = store.forgetExamples(account, VarPlace.FIRST, lastUsedBefore, VARS_AT_ONCE);
    while (last.isPresent()) {
      goOnUnlessInterrupted();
      last = store.forgetExamples(account, last.get(), lastUsedBefore, VARS_AT_ONCE);
    }
  }

  private static void goOnUnlessInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }
}
