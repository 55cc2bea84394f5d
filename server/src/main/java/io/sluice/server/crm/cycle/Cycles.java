package io.sluice.server.crm.cycle;

import io.sluice.server.account.Accounts;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** The working periods of companies that have some. */
@Component
public class Cycles {

  private final CycleStore store;
  private final Accounts accounts;

  Cycles(CycleStore store, Accounts accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  /** The cycle that a moment lies in. Empty also where the company works without cycles. */
  public Optional<Cycle> current(AccountId account, CompanyId company, Instant at) {
    return store.enabled(account, company)
        ? store.on(account, company, day(account, at))
        : Optional.empty();
  }

  private LocalDate day(AccountId account, Instant at) {
    return LocalDate.ofInstant(at, ZoneId.of(accounts.of(account).timeZone()));
  }
}
