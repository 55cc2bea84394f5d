package io.sluice.server.flow.usage;

import io.sluice.server.account.Account;
import io.sluice.server.account.Accounts;
import io.sluice.server.kernel.AccountId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.stereotype.Component;

/** How long what leads brought is kept: counts for a little more than a year, values as long as the account keeps events. */
@Component
class Retention {

  /** A year and a month: this time last year can still be asked for. */
  static final int COUNTS_DAYS = 400;

  private final DataPointStore store;
  private final Accounts accounts;
  private final Clock clock;

  Retention(DataPointStore store, Accounts accounts, Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.clock = clock;
  }

  void clean() {
    store.deleteCountsBefore(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(COUNTS_DAYS + 1L));
    for (AccountId account : store.withExamples()) {
      accounts.find(account).map(this::kept).ifPresent(since -> store.forgetExamples(account, since));
    }
  }

  private Instant kept(Account account) {
    return clock.instant().minus(Duration.ofDays(account.dataRetentionInDays()));
  }
}
