package io.sluice.server.crm.access.grant;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Whose the {@code user_access} numbers are that sources, territories and leads name. */
@Component
public class Colleagues {

  private final ColleagueStore store;

  Colleagues(ColleagueStore store) {
    this.store = store;
  }

  /** By number; what is no access in this company is left out. */
  public Map<Long, Colleague> named(AccountId account, CompanyId company, Collection<Long> userAccesses) {
    return userAccesses.isEmpty() ? Map.of() : store.named(account, company, userAccesses).stream()
        .collect(Collectors.toUnmodifiableMap(Colleague::userAccess, Function.identity()));
  }

  /** Which of these are no access in this company, in their order. */
  public List<Long> foreign(AccountId account, CompanyId company, Collection<Long> userAccesses) {
    TreeSet<Long> foreign = new TreeSet<>(userAccesses);
    foreign.removeAll(named(account, company, userAccesses).keySet());
    return List.copyOf(foreign);
  }
}
