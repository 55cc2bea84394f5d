package io.sluice.server.crm.company;

import io.sluice.server.account.RootCompanies;
import io.sluice.server.crm.access.Access;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The root company of an account, and its admins: an account's {@code user_admin} is an admin there. */
@Component
class RootCompany implements RootCompanies {

  private final CompanyStore store;
  private final Clock clock;

  RootCompany(CompanyStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public CompanyId open(AccountId account, String name) {
    return store.insert(account, null, name, true, false, clock.instant()).id();
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void close(AccountId account) {
    store.deleteRoot(account);
  }

  @Override
  public Optional<CompanyId> of(AccountId account) {
    return store.root(account);
  }

  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public void appointAdmin(AccountId account, UserId user) {
    store.insertAccess(account, user, Access.ADMIN, clock.instant());
  }

  @Override
  public boolean isAdmin(AccountId account, UserId user) {
    return store.accessInRoot(account, user).filter(held -> held.includes(Access.ADMIN)).isPresent();
  }

  @Override
  public boolean manages(AccountId account, UserId user) {
    return store.accessInRoot(account, user).filter(held -> held.includes(Access.MANAGER)).isPresent();
  }
}
