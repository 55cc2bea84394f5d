package io.sluice.server.crm.membership;

import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.access.grant.Seats;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The plans, which one a company is on, and what that has room for. A company that never had one is unrestricted. */
@Component
public class Memberships implements Seats {

  private final MembershipStore store;
  private final CompanyLocks locks;
  private final ObjectProvider<ReservedSeats> reserved; // asked for when needed: the invitations ask for room themselves
  private final Audit audit;
  private final Clock clock;

  Memberships(MembershipStore store, CompanyLocks locks, ObjectProvider<ReservedSeats> reserved, Audit audit, Clock clock) {
    this.store = store;
    this.locks = locks;
    this.reserved = reserved;
    this.audit = audit;
    this.clock = clock;
  }

  /** Those a company can take. */
  List<Membership> available() {
    return store.plans().stream().filter(Membership::active).toList();
  }

  Result<Membership, MembershipRefusal> plan(String id) {
    return CrmIds.read(id).flatMap(store::plan).<Result<Membership, MembershipRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new MembershipRefusal.Unknown()));
  }

  /** What a plan is made or changed with. */
  record Terms(
      String name, String description, long priceCents, String currency, Membership.Interval interval,
      @Nullable Integer maxUsers, @Nullable Integer maxLeadsPerMonth, boolean active) {

    Membership under(long id) {
      return new Membership(id, name, description, priceCents, currency, interval, maxUsers, maxLeadsPerMonth, active);
    }
  }

  @Transactional
  Membership add(Terms terms) {
    Membership plan = terms.under(store.nextPlan());
    store.insert(plan);
    return plan;
  }

  /** Whoever is on it has the new limits from now on; what is there already stays. */
  @Transactional
  Result<Membership, MembershipRefusal> change(String id, Terms terms) {
    return plan(id).map(before -> {
      Membership after = terms.under(before.id());
      store.update(after);
      return after;
    });
  }

  /** The plan a company is on, or was on last where it has ended. */
  public Optional<CompanyMembership> current(AccountId account, CompanyId company) {
    return Optional.ofNullable(current(account, List.of(company)).get(company));
  }

  public Map<CompanyId, CompanyMembership> current(AccountId account, Collection<CompanyId> companies) {
    Map<CompanyId, CompanyMembership> current = new HashMap<>();
    Instant now = clock.instant();
    store.current(account, companies).forEach(found -> current.put(found.company(), found.at(now)));
    return current;
  }

  /** Puts the company on this plan, if it fits into it as it is. */
  @Transactional
  Result<CompanyMembership, MembershipRefusal> attach(AdministersCompany by, @Nullable Long membership) {
    if (membership == null) {
      return Result.refused(new MembershipRefusal.Unfit("is required"));
    }
    AccountId account = by.account();
    CompanyId company = by.company();
    locks.hold(account, company);
    Optional<Membership> wanted = store.plan(membership);
    if (wanted.isEmpty()) {
      return Result.refused(new MembershipRefusal.Unknown());
    }
    Membership plan = wanted.get();
    if (!plan.active()) {
      return Result.refused(new MembershipRefusal.Unfit("is not available any more"));
    }
    boolean same = current(account, company).filter(there -> there.status() == CompanyMembership.Status.ACTIVE)
        .filter(there -> there.plan().id() == plan.id()).isPresent();
    if (same) {
      return Result.refused(new MembershipRefusal.Unfit("is the one the company is on already"));
    }
    Integer maxUsers = plan.maxUsers();
    long users = users(account, company);
    if (maxUsers != null && users > maxUsers) {
      return Result.refused(new MembershipRefusal.Unfit(
          "allows " + maxUsers + " users, and the company has " + users + " with those who are invited"));
    }
    Integer maxLeads = plan.maxLeadsPerMonth();
    Instant now = clock.instant();
    long leads = maxLeads == null ? 0 : store.leadsSince(account, company, month(now), maxLeads + 1L);
    if (maxLeads != null && leads > maxLeads) {
      return Result.refused(new MembershipRefusal.Unfit(
          "allows " + maxLeads + " leads a month, and the company has more in this one"));
    }
    store.replaceCurrent(account, company, now);
    store.forgetCount(account, company);
    CompanyMembership made = store.attach(account, company, plan, now,
        CompanyMembership.periodEnd(now, plan.interval(), now));
    audit.record(account, by.user(), Action.CREATE, "company_membership", Long.toString(made.id()),
        plan.name() + " for company " + company);
    return Result.done(made);
  }

  /** The running period is the last one. */
  @Transactional
  Result<CompanyMembership, MembershipRefusal> cancel(AdministersCompany by) {
    locks.hold(by.account(), by.company());
    Optional<CompanyMembership> active = current(by.account(), by.company())
        .filter(there -> there.status() == CompanyMembership.Status.ACTIVE);
    if (active.isEmpty()) {
      return Result.refused(new MembershipRefusal.Unknown());
    }
    CompanyMembership there = active.get();
    store.cancel(by.account(), there, clock.instant());
    audit.record(by.account(), by.user(), Action.DELETE, "company_membership", Long.toString(there.id()),
        there.plan().name() + " of company " + by.company() + ", from " + there.currentPeriodEnd() + " on");
    return Result.done(current(by.account(), by.company()).orElseThrow());
  }

  /** What there is room for at this moment; it is kept only while the company is held ({@link CompanyLocks}). */
  public Room room(AccountId account, CompanyId company) {
    Optional<Membership> plan = limits(account, company);
    if (plan.isEmpty()) {
      return Room.UNLIMITED;
    }
    Integer maxLeads = plan.get().maxLeadsPerMonth();
    long leads = maxLeads == null ? 0 : store.countedLeads(account, company, month(clock.instant()), maxLeads + 1L);
    return new Room(plan.get().maxUsers(), plan.get().maxUsers() == null ? 0 : users(account, company), maxLeads, leads);
  }

  /**
   * Takes room for leads that are made in the same transaction, as much of it as there is: answers how many may be made.
   * Companies without such a limit are not counted and do not wait for each other.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public long takeLeads(AccountId account, CompanyId company, long wanted) {
    Integer max = limits(account, company).map(Membership::maxLeadsPerMonth).orElse(null);
    return max == null || wanted == 0
        ? wanted : store.takeLeads(account, company, month(clock.instant()), wanted, max);
  }

  @Override
  public boolean haveRoom(AccountId account, CompanyId company) {
    Integer max = limits(account, company).map(Membership::maxUsers).orElse(null);
    return max == null || users(account, company) < max;
  }

  /** A canceled plan holds to the end of its period; after it nothing can be changed at all. */
  private Optional<Membership> limits(AccountId account, CompanyId company) {
    return store.current(account, List.of(company)).stream().map(CompanyMembership::plan).findFirst();
  }

  private long users(AccountId account, CompanyId company) {
    return store.users(account, company) + reserved.stream().mapToLong(seats -> seats.in(account, company)).sum();
  }

  private static Instant month(Instant now) {
    return YearMonth.from(now.atOffset(ZoneOffset.UTC)).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
