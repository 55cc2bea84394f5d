package io.sluice.server.crm.access.grant;

import io.sluice.server.account.Person;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who has which access in which company (crm 2.5). A change holds the user first and then the companies by their
 * number: so exactly one access of a user is primary and no company loses its last admin, whoever asks at the same time.
 */
@Component
public class UserAccesses {

  private final UserAccessStore store;
  private final Grants grants;
  private final Standings standings;
  private final Seats seats;
  private final Audit audit;
  private final ApplicationEventPublisher notices;

  UserAccesses(UserAccessStore store, Grants grants, Standings standings, Seats seats, Audit audit,
      ApplicationEventPublisher notices) {
    this.store = store;
    this.grants = grants;
    this.standings = standings;
    this.seats = seats;
    this.audit = audit;
    this.notices = notices;
  }

  /** Of one user, oldest first. */
  public List<UserAccess> of(UserId user) {
    return store.of(user);
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
  public Result<List<UserAccess>, UserAccessRefusal> create(Person by, String number, List<Grants.Wanted> wanted) {
    Optional<UserId> user = visible(by, number);
    if (user.isEmpty()) {
      return Result.refused(new UserAccessRefusal.Unknown());
    }
    store.holdUser(user.get());
    store.holdCompanies(Grants.companiesOf(wanted));
    Set<Long> offered = new HashSet<>();
    for (Grants.Wanted one : wanted) {
      if (by.user().equals(user.get()) && grants.offered(by.user(), one)) {
        offered.add(one.company());
      } else {
        Optional<UserAccessRefusal> no = whyNot(by, new CompanyId(one.company()));
        if (no.isPresent()) {
          return Result.refused(no.get());
        }
      }
    }
    Map<String, List<String>> problems = grants.problemsOf(user.get(), wanted);
    if (!problems.isEmpty()) {
      return Result.refused(new UserAccessRefusal.Invalid(problems));
    }
    Map<CompanyId, AccountId> accounts = store.accountsOf(Grants.companiesOf(wanted));
    for (Grants.Wanted one : wanted) {
      CompanyId company = new CompanyId(one.company());
      AccountId account = accounts.get(company);
      if (!offered.contains(one.company()) && account != null && !seats.haveRoom(account, company)) {
        return Result.refused(new UserAccessRefusal.NoSeat(one.company()));
      }
    }
    return Result.done(grants.give(by.user(), user.get(), wanted));
  }

  /** The access by an admin of its company; which one is primary also by the user herself. */
  @Transactional
  public Result<List<UserAccess>, UserAccessRefusal> update(Person by, String number, List<AccessChange> changes) {
    Optional<UserId> known = visible(by, number);
    if (known.isEmpty()) {
      return Result.refused(new UserAccessRefusal.Unknown());
    }
    UserId user = known.get();
    store.holdUser(user);
    store.holdCompanies(store.of(user).stream().map(held -> held.company().value()).toList());
    List<UserAccess> held = store.of(user);
    return AccessEdit.of(by, held, changes, standings).then(after -> write(by, user, held, after));
  }

  /** @param after what became of those that are held, in their order */
  private Result<List<UserAccess>, UserAccessRefusal> write(
      Person by, UserId user, List<UserAccess> held, List<UserAccess> after) {
    for (int i = 0; i < held.size(); i++) {
      if (held.get(i).access() == Access.ADMIN && after.get(i).access() != Access.ADMIN && lastAdmin(held.get(i))) {
        return Result.refused(new UserAccessRefusal.LastAdmin("access_id"));
      }
    }
    store.clearPrimary(user);
    for (int i = 0; i < held.size(); i++) {
      UserAccess access = after.get(i);
      store.update(access.account(), access);
      if (held.get(i).access() != access.access()) {
        audit.record(access.account(), by.user(), Action.UPDATE, "user_access", Long.toString(access.id()),
            access.access().word() + " in company " + access.company());
      }
    }
    return Result.done(after.stream()
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

  /** Her company is held by the caller. */
  private boolean lastAdmin(UserAccess access) {
    return store.admins(access.account(), access.company()) <= 1;
  }
}
