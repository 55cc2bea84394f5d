package io.sluice.server.crm.access;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Changes to what a company has in an order, or only so many of, go one behind the other. */
@Component
public class CompanyLocks {

  private final CompanyLockStore store;

  CompanyLocks(CompanyLockStore store) {
    this.store = store;
  }

  /** Until the transaction ends. Reading the company goes on meanwhile. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void hold(AccountId account, CompanyId company) {
    store.lock(account, company);
  }
}
