package io.sluice.server.crm.lead.route;

import io.sluice.server.crm.lead.count.LeadCounts;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How a company's new leads are handed out. */
@Component
public class Routes {

  private final RoutingStore store;
  private final LeadCounts counts;

  Routes(RoutingStore store, LeadCounts counts) {
    this.store = store;
    this.counts = counts;
  }

  /** What is known of a lead that is to be handed out. @param assigned to somebody or nobody, whatever routes say */
  public record Bound(@Nullable String zipCode, @Nullable Long territory, @Nullable Long source, boolean assigned) {}

  /**
   * All that is needed for these leads, as it is at the moment.
   *
   * @param terminal stages in which a lead is no work any more
   */
  public Routing of(AccountId account, CompanyId company, List<Bound> leads, Collection<Long> terminal) {
    Set<String> zipCodes = leads.stream().filter(lead -> lead.territory() == null)
        .flatMap(lead -> Routing.sought(lead.zipCode()).stream()).collect(Collectors.toSet());
    List<Bound> open = leads.stream().filter(lead -> !lead.assigned()).toList();
    Set<Long> sources = numbers(open.stream().map(Bound::source).toList());
    Set<Long> territories = numbers(open.stream().map(Bound::territory).toList());
    if (zipCodes.isEmpty() && sources.isEmpty() && territories.isEmpty()) {
      return new Routing(Map.of(), Map.of(), Map.of(), Map.of());
    }
    RoutingStore.Links links = store.links(account, company, zipCodes, territories, sources);
    Set<Long> asked = new TreeSet<>();
    Stream.concat(links.byTerritory().values().stream(), links.bySource().values().stream())
        .filter(choice -> choice.size() > 1).forEach(asked::addAll);
    return new Routing(links.territories(), links.byTerritory(), links.bySource(),
        counts.open(account, company, asked, terminal));
  }

  private static Set<Long> numbers(List<@Nullable Long> numbers) {
    return numbers.stream().filter(Objects::nonNull).collect(Collectors.toCollection(TreeSet::new));
  }
}
