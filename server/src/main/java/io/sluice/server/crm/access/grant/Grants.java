package io.sluice.server.crm.access.grant;

import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.access.Access;
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
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Gives users accesses. Whoever calls has seen to it that the user may have them, and that there is room. */
@Component
public class Grants {

  private final UserAccessStore store;
  private final ObjectProvider<Offers> offers; // asked for when needed: the invitations give accesses themselves
  private final Audit audit;
  private final Clock clock;

  Grants(UserAccessStore store, ObjectProvider<Offers> offers, Audit audit, Clock clock) {
    this.store = store;
    this.offers = offers;
    this.audit = audit;
    this.clock = clock;
  }

  /** What is to be given. @param access absent: a number that stands for none that can be given */
  public record Wanted(long company, @Nullable Access access, boolean primary) {

    public static Wanted of(CompanyId company, Access access, boolean primary) {
      return new Wanted(company.value(), access, primary);
    }
  }

  /**
   * Nobody is asked any more whether she may have them (an invitation keeps a seat). All or none, within the caller's
   * transaction.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Result<List<UserAccess>, UserAccessRefusal> grant(@Nullable UserId by, UserId user, List<Wanted> wanted) {
    store.holdUser(user);
    store.holdCompanies(companiesOf(wanted));
    Map<String, List<String>> problems = problemsOf(user, wanted);
    return problems.isEmpty()
        ? Result.done(give(by, user, wanted)) : Result.refused(new UserAccessRefusal.Invalid(problems));
  }

  /** Whether the user was invited to this very access. */
  boolean offered(UserId user, Wanted wanted) {
    Access access = wanted.access();
    return access != null
        && offers.stream().anyMatch(offer -> offer.made(user, new CompanyId(wanted.company()), access));
  }

  /** Why these cannot be given; empty: they can. */
  Map<String, List<String>> problemsOf(UserId user, List<Wanted> wanted) {
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
  List<UserAccess> give(@Nullable UserId by, UserId user, List<Wanted> wanted) {
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

  /** Each once, in the order in which they are held. */
  static List<Long> companiesOf(List<Wanted> wanted) {
    return new ArrayList<>(new TreeSet<>(wanted.stream().map(Wanted::company).toList()));
  }
}
