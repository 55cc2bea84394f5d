package io.sluice.server.crm.access;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Problem;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Finds what is named by its own id alone, where the person who asks stands in its company. */
@Component
public class Reach {

  private final Standings standings;

  Reach(Standings standings) {
    this.standings = standings;
  }

  /** A thing, and how the person stands in its company. */
  public record Reached<T>(T thing, Standing standing) {

    /** Why she may not change it; empty: she may. */
    public Optional<Problem> whyNotChange(Access needed) {
      if (!standing.may(needed)) {
        return Optional.of(CrmProblems.forbidden());
      }
      return standing.readOnly() ? Optional.of(CrmProblems.readOnly()) : Optional.empty();
    }
  }

  /** Empty: there is none, or it is of a company she has nothing to do with. */
  public <T> Optional<Reached<T>> of(
      Person person, Function<AccountId, Optional<T>> find, Function<T, CompanyId> company) {
    for (AccountId account : standings.accountsOf(person)) {
      Optional<T> thing = find.apply(account);
      if (thing.isPresent()) {
        return standings.in(company.apply(thing.get()), person).map(standing -> new Reached<>(thing.get(), standing));
      }
    }
    return Optional.empty();
  }
}
