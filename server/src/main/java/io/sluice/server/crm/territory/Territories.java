package io.sluice.server.crm.territory;

import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.Asked;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.grant.Colleague;
import io.sluice.server.crm.access.grant.Colleagues;
import io.sluice.server.crm.access.grant.UserAccessRemoved;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The areas a company's people work. A zip code lies in at most one of them. */
@Component
public class Territories {

  static final int MOST = 500;
  static final int MOST_ZIP_CODES = 100_000;

  private final TerritoryStore store;
  private final Colleagues colleagues;
  private final CompanyLocks locks;
  private final Audit audit;
  private final Clock clock;

  Territories(TerritoryStore store, Colleagues colleagues, CompanyLocks locks, Audit audit, Clock clock) {
    this.store = store;
    this.colleagues = colleagues;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /** A territory with all that is in it. */
  record Worked(Territory territory, List<String> zipCodes, List<Colleague> by) {}

  /** What a territory is changed to; what is absent stays. */
  record Changes(
      @Nullable String name, Asked state, @Nullable List<String> zipCodes, @Nullable List<Long> userAccesses) {}

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

  /** All of them or none. */
  @Transactional
  Result<List<Worked>, TerritoryRefusal> create(Standing by, List<NewTerritory> wanted) {
    locks.hold(by.account(), by.company());
    List<Territory> present = store.of(by.account(), by.company());
    if (present.size() + wanted.size() > MOST) {
      return Result.refused(new TerritoryRefusal.TooMany("territories", "territories", MOST));
    }
    int zipCodes = wanted.stream().mapToInt(territory -> territory.zipCodes().size()).sum();
    if (store.countZipCodes(by.account(), by.company()) + zipCodes > MOST_ZIP_CODES) {
      return Result.refused(new TerritoryRefusal.TooMany("territories", "zip codes", MOST_ZIP_CODES));
    }
    TerritoryCheck check = new TerritoryCheck(present);
    for (int i = 0; i < wanted.size(); i++) {
      NewTerritory territory = wanted.get(i);
      check.add("territories[" + i + "].", territory,
          store.holders(by.account(), by.company(), territory.zipCodes(), 0),
          colleagues.foreign(by.account(), by.company(), territory.userAccesses()));
    }
    if (!check.problems().isEmpty()) {
      return Result.refused(new TerritoryRefusal.Invalid(check.problems()));
    }
    List<Long> made = new ArrayList<>();
    for (NewTerritory territory : wanted) {
      Territory inserted =
          store.insert(by.account(), by.company(), territory.name(), territory.state(), clock.instant());
      store.saveZipCodes(by.account(), inserted, territory.zipCodes());
      store.saveUserAccesses(by.account(), inserted, territory.userAccesses());
      record(by, Action.CREATE, inserted);
      made.add(inserted.id());
    }
    return Result.done(of(by.account(), by.company()).stream()
        .filter(one -> made.contains(one.territory().id())).toList());
  }

  @Transactional
  Result<Worked, TerritoryRefusal> change(Standing by, long id, Changes changes) {
    locks.hold(by.account(), by.company());
    Map<Long, Worked> all = new TreeMap<>();
    of(by.account(), by.company()).forEach(one -> all.put(one.territory().id(), one));
    Worked before = all.remove(id);
    if (before == null) {
      return Result.refused(new TerritoryRefusal.Unknown());
    }
    NewTerritory after = NewTerritory.of(
        changes.name() == null ? before.territory().name() : changes.name(),
        changes.state().or(before.territory().state()),
        changes.zipCodes() == null ? before.zipCodes() : changes.zipCodes(),
        changes.userAccesses() == null
            ? before.by().stream().map(Colleague::userAccess).toList() : changes.userAccesses());
    int others = all.values().stream().mapToInt(one -> one.zipCodes().size()).sum();
    if (others + after.zipCodes().size() > MOST_ZIP_CODES) {
      return Result.refused(new TerritoryRefusal.TooMany("zip_codes", "zip codes", MOST_ZIP_CODES));
    }
    TerritoryCheck check = new TerritoryCheck(all.values().stream().map(Worked::territory).toList());
    check.add("", after, store.holders(by.account(), by.company(), after.zipCodes(), id),
        colleagues.foreign(by.account(), by.company(), after.userAccesses()));
    if (!check.problems().isEmpty()) {
      return Result.refused(new TerritoryRefusal.Invalid(check.problems()));
    }
    Territory territory = new Territory(id, by.company(), after.name(), after.state());
    store.update(by.account(), territory);
    store.saveZipCodes(by.account(), territory, after.zipCodes());
    store.saveUserAccesses(by.account(), territory, after.userAccesses());
    record(by, Action.UPDATE, territory);
    return Result.done(of(by.account(), by.company()).stream()
        .filter(one -> one.territory().id() == id).findFirst().orElseThrow());
  }

  /** Its leads keep its number, which says nothing from now on (decision 0119). */
  @Transactional
  Result<Territory, TerritoryRefusal> delete(Standing by, long id) {
    locks.hold(by.account(), by.company());
    return find(by.account(), by.company(), id).<Result<Territory, TerritoryRefusal>>map(territory -> {
      store.delete(by.account(), by.company(), id);
      record(by, Action.DELETE, territory);
      return Result.done(territory);
    }).orElseGet(() -> Result.refused(new TerritoryRefusal.Unknown()));
  }

  @EventListener
  void forget(UserAccessRemoved gone) {
    store.dropUserAccess(gone.account(), gone.company(), gone.userAccess());
  }

  private void record(Standing by, Action action, Territory territory) {
    audit.record(by.account(), by.user(), action, "territory", Long.toString(territory.id()),
        territory.name() + ", of company " + by.company());
  }
}
