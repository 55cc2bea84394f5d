package io.sluice.server.crm.access;

import io.sluice.server.account.Person;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who has which access in which company (crm 2.5). A change holds the user first and then the companies by their
 * number: so exactly one access of a user is primary and no company loses its last admin, whoever asks at the same time.
 */
@Component
public class UserAccesses {

  private final UserAccessStore store;
  private final Standings standings;
  private final Seats seats;
  private final ObjectProvider<Offers> offers; // asked for when needed: the invitations give accesses themselves
  private final Audit audit;
  private final ApplicationEventPublisher notices;
  private final Clock clock;

  UserAccesses(UserAccessStore store, Standings standings, Seats seats, ObjectProvider<Offers> offers, Audit audit,
      ApplicationEventPublisher notices, Clock clock) {
    this.store = store;
    this.standings = standings;
    this.seats = seats;
    this.offers = offers;
    this.audit = audit;
    this.notices = notices;
    this.clock = clock;
  }

  /** What is to be given. @param access absent: a number that stands for none that can be given */
  public record Wanted(long company, @Nullable Access access, boolean primary) {

    public static Wanted of(CompanyId company, Access access, boolean primary) {
      return new Wanted(company.value(), access, primary);
    }
  }

  /** What is to be another way; what is absent stays. */
  public record Change(long id, Optional<Long> access, Optional<Boolean> primary) {}

  /** Of one user, oldest first. */
  public List<UserAccess> of(UserId user) {
    return store.of(user);
  }

  /**
   * Gives a user accesses nobody is asked about: whoever calls has seen to it that she may have them and that there is
   * room (an invitation keeps a seat). All or none; within the caller's transaction.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Result<List<UserAccess>, UserAccessRefusal> grant(@Nullable UserId by, UserId user, List<Wanted> wanted) {
    store.holdUser(user);
    store.holdCompanies(companiesOf(wanted));
    Map<String, List<String>> problems = problemsOf(user, wanted);
    return problems.isEmpty()
        ? Result.done(give(by, user, wanted)) : Result.refused(new UserAccessRefusal.Invalid(problems));
  }

  /** The user's accesses in companies the caller stands in; all of them if they are her own. */
  public Result<List<UserAccess>, UserAccessRefusal> show(Person by, String number, @Nullable Long company) {
    Optional<UserId> user = visible(by, number);
    if (user.isEmpty()) {
      return Result.refused(new UserAccessRefusal.Unknown());
    }
    if (company != null && standings.in(new CompanyId(company), by).isEmpty()) {
      return Result.refused(standings.exists(new CompanyId(company))
          ? new UserAccessRefusal.Forbidden() : new UserAccessRefusal.Unknown());
    }
    return Result.done(store.of(user.get()).stream()
        .filter(held -> company == null || held.company().value() == company)
        .filter(held -> by.user().equals(held.user()) || standings.in(held.company(), by).isPresent())
        .toList());
  }

  /** By an admin of each company, or by the user herself where she was invited to this very access. */
  @Transactional
  public Result<List<UserAccess>, UserAccessRefusal> create(Person by, String number, List<Wanted> wanted) {
    Optional<UserId> user = visible(by, number);
    if (user.isEmpty()) {
      return Result.refused(new UserAccessRefusal.Unknown());
    }
    store.holdUser(user.get());
    store.holdCompanies(companiesOf(wanted));
    Set<Long> offered = new HashSet<>();
    for (Wanted one : wanted) {
      if (invited(by, user.get(), one)) {
        offered.add(one.company());
      } else {
        Optional<UserAccessRefusal> no = whyNot(by, new CompanyId(one.company()));
        if (no.isPresent()) {
          return Result.refused(no.get());
        }
      }
    }
    Map<String, List<String>> problems = problemsOf(user.get(), wanted);
    if (!problems.isEmpty()) {
      return Result.refused(new UserAccessRefusal.Invalid(problems));
    }
    Map<CompanyId, AccountId> accounts = store.accountsOf(companiesOf(wanted));
    for (Wanted one : wanted) {
      CompanyId company = new CompanyId(one.company());
      AccountId account = accounts.get(company);
      if (!offered.contains(one.company()) && account != null && !seats.haveRoom(account, company)) {
        return Result.refused(new UserAccessRefusal.NoSeat(one.company()));
      }
    }
    return Result.done(give(by.user(), user.get(), wanted));
  }

  /** The access by an admin of its company; which one is primary also by the user herself. */
  @Transactional
  public Result<List<UserAccess>, UserAccessRefusal> update(Person by, String number, List<Change> changes) {
    Optional<UserId> known = visible(by, number);
    if (known.isEmpty()) {
      return Result.refused(new UserAccessRefusal.Unknown());
    }
    UserId user = known.get();
    store.holdUser(user);
    store.holdCompanies(store.of(user).stream().map(held -> held.company().value()).toList());
    Map<Long, UserAccess> held = new LinkedHashMap<>();
    store.of(user).forEach(access -> held.put(access.id(), access));
    Map<String, List<String>> problems = new LinkedHashMap<>();
    Map<Long, UserAccess> after = new LinkedHashMap<>(held);
    Set<Long> seen = new HashSet<>();
    Set<Long> raised = new HashSet<>();
    for (int i = 0; i < changes.size(); i++) {
      Change change = changes.get(i);
      String at = "user_accesses_attributes[" + i + "]";
      UserAccess before = held.get(change.id());
      Optional<Standing> standing =
          before == null ? Optional.empty() : standings.in(before.company(), by);
      if (before == null || standing.isEmpty() || !seen.add(change.id())) {
        problems.put(at + ".id", List.of("is not an access of this user, or is there twice"));
        continue;
      }
      Access access = before.access();
      if (change.access().isPresent()) {
        Optional<Access> wanted = grantable(change.access().get());
        if (wanted.isEmpty()) {
          problems.put(at + ".access_id", List.of("is not an access that can be given"));
        }
        access = wanted.orElse(access);
      }
      boolean herself = by.user().equals(user) && access == before.access();
      if (!herself && !standing.get().may(Access.ADMIN)) {
        return Result.refused(new UserAccessRefusal.Forbidden());
      }
      if (standing.get().readOnly()) {
        return Result.refused(new UserAccessRefusal.ReadOnly());
      }
      if (change.primary().orElse(false)) {
        raised.add(change.id());
      }
      after.put(change.id(), new UserAccess(before.id(), user, before.account(), before.company(), access,
          change.primary().orElse(before.primary()), before.createdAt()));
    }
    if (raised.size() > 1) {
      problems.put("user_accesses_attributes", List.of("can make one access primary, not several"));
    }
    if (!raised.isEmpty()) {
      after.replaceAll((id, access) -> withPrimary(access, raised.contains(id)));
    } else if (after.values().stream().noneMatch(UserAccess::primary)) {
      problems.put("user_accesses_attributes", List.of("must leave one access primary: name the one that becomes it"));
    }
    if (!problems.isEmpty()) {
      return Result.refused(new UserAccessRefusal.Invalid(problems));
    }
    for (UserAccess access : after.values()) {
      UserAccess before = held.get(access.id());
      if (before != null && before.access() == Access.ADMIN && access.access() != Access.ADMIN && lastAdmin(before)) {
        return Result.refused(new UserAccessRefusal.LastAdmin("access_id"));
      }
    }
    store.clearPrimary(user);
    for (UserAccess access : after.values()) {
      store.update(access.account(), access);
      UserAccess before = held.get(access.id());
      if (before != null && before.access() != access.access()) {
        audit.record(access.account(), by.user(), Action.UPDATE, "user_access", Long.toString(access.id()),
            access.access().word() + " in company " + access.company());
      }
    }
    return Result.done(after.values().stream()
        .filter(access -> by.user().equals(user) || standings.in(access.company(), by).isPresent()).toList());
  }

  /** Also in a company whose plan ended: fewer people is how it fits a smaller one. */
  @Transactional
  public Result<UserAccess, UserAccessRefusal> remove(Person by, String number, String id) {
    Optional<UserId> user = visible(by, number);
    if (user.isEmpty()) {
      return Result.refused(new UserAccessRefusal.Unknown());
    }
    store.holdUser(user.get());
    Optional<UserAccess> found = CrmIds.read(id)
        .flatMap(wanted -> store.of(user.get()).stream().filter(access -> access.id() == wanted).findFirst());
    Optional<Standing> standing = found.flatMap(access -> standings.in(access.company(), by));
    if (found.isEmpty() || standing.isEmpty()) {
      return Result.refused(new UserAccessRefusal.Unknown());
    }
    if (!standing.get().may(Access.ADMIN)) {
      return Result.refused(new UserAccessRefusal.Forbidden());
    }
    UserAccess access = found.get();
    store.holdCompanies(List.of(access.company().value()));
    if (access.access() == Access.ADMIN && lastAdmin(access)) {
      return Result.refused(new UserAccessRefusal.LastAdmin("id"));
    }
    store.delete(access.account(), access.id());
    if (access.primary()) {
      store.promoteOldest(user.get());
    }
    notices.publishEvent(new UserAccessRemoved(access.account(), access.company(), access.id()));
    audit.record(access.account(), by.user(), Action.DELETE, "user_access", Long.toString(access.id()),
        access.access().word() + " in company " + access.company() + ", of user " + user.get());
    return Result.done(access);
  }

  /**
   * The user of this number, if the caller has to do with her: it is herself, they stand in a company together, or she
   * belongs to an account whose root company the caller administers and has no access anywhere yet.
   */
  private Optional<UserId> visible(Person by, String number) {
    return CrmIds.read(number).flatMap(store::user).filter(user -> user.equals(by.user())
        || store.of(user).stream().anyMatch(held -> standings.in(held.company(), by).isPresent())
        || store.rootOfAccountOf(user).flatMap(root -> standings.in(root, by))
            .filter(standing -> standing.may(Access.ADMIN)).isPresent());
  }

  private boolean invited(Person by, UserId user, Wanted wanted) {
    Access access = wanted.access();
    return access != null && by.user().equals(user)
        && offers.stream().anyMatch(offer -> offer.made(user, new CompanyId(wanted.company()), access));
  }

  private Optional<UserAccessRefusal> whyNot(Person by, CompanyId company) {
    Optional<Standing> standing = standings.in(company, by);
    if (standing.isEmpty()) {
      return standings.exists(company) ? Optional.of(new UserAccessRefusal.Forbidden()) : Optional.empty();
    }
    if (!standing.get().may(Access.ADMIN)) {
      return Optional.of(new UserAccessRefusal.Forbidden());
    }
    return standing.get().readOnly() ? Optional.of(new UserAccessRefusal.ReadOnly()) : Optional.empty();
  }

  private Map<String, List<String>> problemsOf(UserId user, List<Wanted> wanted) {
    Map<String, List<String>> problems = new LinkedHashMap<>();
    Map<CompanyId, AccountId> known = store.accountsOf(companiesOf(wanted));
    Set<Long> taken = new HashSet<>();
    store.of(user).forEach(held -> taken.add(held.company().value()));
    for (int i = 0; i < wanted.size(); i++) {
      Wanted one = wanted.get(i);
      String at = "user_accesses_attributes[" + i + "]";
      if (!known.containsKey(new CompanyId(one.company()))) {
        problems.put(at + ".company_id", List.of("does not exist"));
      } else if (!taken.add(one.company())) {
        problems.put(at + ".company_id", List.of("is one the user has an access in already"));
      }
      if (one.access() == null || one.access() == Access.SUPER_ADMIN) {
        problems.put(at + ".access_id", List.of("is not an access that can be given"));
      }
    }
    if (wanted.stream().filter(Wanted::primary).count() > 1) {
      problems.put("user_accesses_attributes", List.of("can make one access primary, not several"));
    }
    return problems;
  }

  /** What may be given has been decided, and the user and the companies are held. */
  private List<UserAccess> give(@Nullable UserId by, UserId user, List<Wanted> wanted) {
    boolean first = store.of(user).isEmpty() && wanted.stream().noneMatch(Wanted::primary);
    if (wanted.stream().anyMatch(Wanted::primary)) {
      store.clearPrimary(user);
    }
    Map<CompanyId, AccountId> accounts = new HashMap<>(store.accountsOf(companiesOf(wanted)));
    List<UserAccess> given = new ArrayList<>();
    for (Wanted one : wanted) {
      CompanyId company = new CompanyId(one.company());
      AccountId account = accounts.get(company);
      Access access = one.access();
      if (account == null || access == null) {
        throw new IllegalStateException("what is given was looked at before");
      }
      UserAccess made = store.insert(account, user, company, access, one.primary() || (first && given.isEmpty()),
          clock.instant());
      given.add(made);
      audit.record(account, by, Action.CREATE, "user_access", Long.toString(made.id()),
          access.word() + " in company " + company + ", to user " + user);
      offers.stream().forEach(offer -> offer.answered(user, company));
    }
    return given;
  }

  /** Her company is held by the caller. */
  private boolean lastAdmin(UserAccess access) {
    return store.admins(access.account(), access.company()) <= 1;
  }

  static Optional<Access> grantable(long number) {
    return Access.numbered(number).filter(access -> access != Access.SUPER_ADMIN);
  }

  private static UserAccess withPrimary(UserAccess access, boolean primary) {
    return new UserAccess(access.id(), access.user(), access.account(), access.company(), access.access(), primary,
        access.createdAt());
  }

  private static List<Long> companiesOf(List<Wanted> wanted) {
    return new ArrayList<>(new TreeSet<>(wanted.stream().map(Wanted::company).toList()));
  }
}
