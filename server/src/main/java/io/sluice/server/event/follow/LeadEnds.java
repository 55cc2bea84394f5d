package io.sluice.server.event.follow;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What became of leads that ended, for followers who want to say more than that they did. */
@Component
public class LeadEnds {

  private final FreshLeadStore store;

  LeadEnds(FreshLeadStore store) {
    this.store = store;
  }

  /** By lead. */
  public Map<LeadId, LeadEnd> of(AccountId account, List<LeadId> leads) {
    return store.ends(account, leads).stream()
        .collect(Collectors.toMap(LeadEnd::lead, Function.identity(), (first, again) -> again));
  }
}
