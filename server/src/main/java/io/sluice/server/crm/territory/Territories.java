package io.sluice.server.crm.territory;

import io.sluice.server.crm.access.Colleague;
import io.sluice.server.crm.access.Colleagues;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** The areas a company's people work. */
@Component
public class Territories {

  private final TerritoryStore store;
  private final Colleagues colleagues;

  Territories(TerritoryStore store, Colleagues colleagues) {
    this.store = store;
    this.colleagues = colleagues;
  }

  /** A territory with all that is in it. */
  record Worked(Territory territory, List<String> zipCodes, List<Colleague> by) {}

  public Optional<Territory> find(AccountId account, CompanyId company, long id) {
    return store.find(account, company, id);
  }

  /** Where somebody with this zip code lives, however it is written: the four digits behind the five may be there. */
  public Optional<Territory> byZipCode(AccountId account, CompanyId company, String zipCode) {
    return store.byZipCode(account, company, ZipCodes.sought(zipCode));
  }

  /** Who works the territory: numbers of {@code user_access}, in order. */
  public List<Long> userAccesses(AccountId account, CompanyId company, long territory) {
    return store.userAccesses(account, company, territory);
  }

  /** Oldest first. */
  List<Worked> of(AccountId account, CompanyId company) {
    Map<Long, List<String>> zipCodes = store.zipCodes(account, company);
    Map<Long, List<Long>> links = store.userAccesses(account, company);
    TreeSet<Long> all = new TreeSet<>();
    links.values().forEach(all::addAll);
    Map<Long, Colleague> people = colleagues.named(account, company, all);
    return store.of(account, company).stream()
        .map(territory -> new Worked(territory, zipCodes.getOrDefault(territory.id(), List.of()),
            links.getOrDefault(territory.id(), List.of()).stream().map(people::get).filter(Objects::nonNull).toList()))
        .toList();
  }
}
