package io.sluice.server.crm.cycle;

import io.sluice.server.account.Accounts;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.company.Companies;
import io.sluice.server.crm.company.Company;
import io.sluice.server.crm.company.CurrentCycles;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The working periods of companies that have some. No two of a company share a day. */
@Component
public class Cycles implements CurrentCycles {

  static final int MOST = 1_000;

  private final CycleStore store;
  private final Companies companies;
  private final Accounts accounts;
  private final CompanyLocks locks;
  private final Audit audit;
  private final Clock clock;

  Cycles(CycleStore store, Companies companies, Accounts accounts, CompanyLocks locks, Audit audit, Clock clock) {
    this.store = store;
    this.companies = companies;
    this.accounts = accounts;
    this.locks = locks;
    this.audit = audit;
    this.clock = clock;
  }

  /** A cycle as it shall be; what is absent stays as it is. */
  record Wanted(@Nullable String name, @Nullable LocalDate startsOn, @Nullable LocalDate endsOn) {}

  /** @param current today lies in it, and the company works with cycles */
  record Listed(Cycle cycle, boolean current) {}

  /** The cycle that a moment lies in. Empty also where the company works without cycles. */
  public Optional<Cycle> current(AccountId account, CompanyId company, Instant at) {
    return store.enabled(account, company)
        ? store.on(account, company, day(account, at))
        : Optional.empty();
  }

  @Override
  public Optional<CycleJson> json(AccountId account, CompanyId company) {
    return current(account, company, clock.instant()).map(cycle -> CycleJson.of(new Listed(cycle, true)));
  }

  /** Switched off, a company keeps its cycles; its leads are stamped with none. */
  @Transactional
  Company enable(Standing by, boolean enabled) {
    audit.record(by.account(), by.user(), Action.UPDATE, "company", by.company().toString(),
        enabled ? "cycles on" : "cycles off");
    return companies.switchCycles(by.account(), by.company(), enabled);
  }

  /** The latest first. */
  List<Listed> of(AccountId account, CompanyId company) {
    Optional<Cycle> current = current(account, company, clock.instant());
    return store.of(account, company).stream()
        .map(cycle -> new Listed(cycle, current.filter(cycle::equals).isPresent()))
        .toList();
  }

  @Transactional
  Result<Listed, CycleRefusal> create(Standing by, String name, LocalDate starts, LocalDate ends) {
    locks.hold(by.account(), by.company());
    if (!store.enabled(by.account(), by.company())) {
      return Result.refused(new CycleRefusal.SwitchedOff());
    }
    List<Cycle> others = store.of(by.account(), by.company());
    if (others.size() >= MOST) {
      return Result.refused(new CycleRefusal.TooMany(MOST));
    }
    Cycle wanted = new Cycle(0, by.company(), name.strip(), starts, ends);
    return checked(wanted, others).map(cycle -> {
      Cycle made = store.insert(by.account(), cycle, clock.instant());
      record(by, Action.CREATE, made);
      return listed(by.account(), made);
    });
  }

  @Transactional
  Result<Listed, CycleRefusal> change(Standing by, long id, Wanted wanted) {
    locks.hold(by.account(), by.company());
    List<Cycle> all = store.of(by.account(), by.company());
    return one(all, id).then(before -> {
      if (!store.enabled(by.account(), by.company())) {
        return Result.refused(new CycleRefusal.SwitchedOff());
      }
      Cycle after = new Cycle(id, by.company(),
          wanted.name() == null ? before.name() : wanted.name().strip(),
          wanted.startsOn() == null ? before.startsOn() : wanted.startsOn(),
          wanted.endsOn() == null ? before.endsOn() : wanted.endsOn());
      return checked(after, all.stream().filter(other -> other.id() != id).toList()).map(cycle -> {
        store.update(by.account(), cycle);
        record(by, Action.UPDATE, cycle);
        return listed(by.account(), cycle);
      });
    });
  }

  /** Only while no lead was made in it: a period that was worked in stays what it was. */
  @Transactional
  Result<Cycle, CycleRefusal> delete(Standing by, long id) {
    locks.hold(by.account(), by.company());
    return one(store.of(by.account(), by.company()), id).then(cycle -> {
      if (store.holdsLeads(by.account(), by.company(), id)) {
        return Result.refused(new CycleRefusal.HoldsLeads());
      }
      store.delete(by.account(), by.company(), id);
      record(by, Action.DELETE, cycle);
      return Result.done(cycle);
    });
  }

  private static Result<Cycle, CycleRefusal> checked(Cycle wanted, List<Cycle> others) {
    Map<String, List<String>> problems = new TreeMap<>();
    if (others.stream().anyMatch(other -> NameKey.of(other.name()).equals(NameKey.of(wanted.name())))) {
      problems.put("name", List.of("has already been taken"));
    }
    if (!wanted.endsOn().isAfter(wanted.startsOn())) {
      problems.put("ends_on", List.of("must be after starts_on"));
    } else {
      others.stream().filter(wanted::meets).findFirst().ifPresent(other -> problems.put("starts_on", List.of(
          "makes it overlap with %s, from %s to %s".formatted(other.name(), other.startsOn(), other.endsOn()))));
    }
    return problems.isEmpty() ? Result.done(wanted) : Result.refused(new CycleRefusal.Invalid(problems));
  }

  private static Result<Cycle, CycleRefusal> one(List<Cycle> cycles, long id) {
    return cycles.stream().filter(cycle -> cycle.id() == id).findFirst()
        .<Result<Cycle, CycleRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new CycleRefusal.Unknown()));
  }

  private Listed listed(AccountId account, Cycle cycle) {
    return new Listed(cycle, cycle.holds(day(account, clock.instant())));
  }

  /** Days begin and end by the account's clock. */
  private LocalDate day(AccountId account, Instant at) {
    return LocalDate.ofInstant(at, ZoneId.of(accounts.of(account).timeZone()));
  }

  private void record(Standing by, Action action, Cycle cycle) {
    audit.record(by.account(), by.user(), action, "cycle", Long.toString(cycle.id()),
        "%s, %s to %s, of company %s".formatted(cycle.name(), cycle.startsOn(), cycle.endsOn(), by.company()));
  }
}
