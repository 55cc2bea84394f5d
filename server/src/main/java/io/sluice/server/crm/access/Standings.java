package io.sluice.server.crm.access;

import io.sluice.server.account.Person;
import io.sluice.server.account.Users;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What a person may do where, looked up for each request and never kept: who loses an access loses it with the next
 * request. A record that is named by its own id alone is looked for in {@link #accountsOf}, then its company asked for
 * here; who has no standing there is told that there is no such record.
 */
@Component
public class Standings {

  private final StandingStore store;
  private final Users users;
  private final Clock clock;

  Standings(StandingStore store, Users users, Clock clock) {
    this.store = store;
    this.users = users;
    this.clock = clock;
  }

  /** Empty: no such company, or the person has no access in it, nor is an admin of one above it. */
  public Optional<Standing> in(CompanyId company, Person person) {
    if (everywhere(person)) {
      return store.everywhere(company, person.user(), clock.instant());
    }
    return store.find(company, person.user(), clock.instant());
  }

  /** Every company the person has a standing in, in order of their ids. A superuser's own ones only. */
  public List<Standing> of(Person person) {
    return store.all(person.user(), clock.instant());
  }

  /** The accounts of those companies: where to look for a record that is named by its own id alone. */
  public List<AccountId> accountsOf(Person person) {
    return store.accounts(person.user());
  }

  /** Whether the person stands in all companies there are: whoever runs the server. */
  public boolean everywhere(Person person) {
    return users.isSuperuser(person.account(), person.user());
  }

  public boolean exists(CompanyId company) {
    return store.exists(company);
  }
}
