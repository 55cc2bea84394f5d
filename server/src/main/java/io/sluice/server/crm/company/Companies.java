package io.sluice.server.crm.company;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.Person;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.crm.access.grant.Grants;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Companies as trees (crm 2.3). Whatever changes an account's trees holds the account, so none grows a cycle. */
@Component
public class Companies {

  static final int MAX_LEVELS = 10;
  static final int MAX_COMPANIES = 1_000;

  private final CompanyStore store;
  private final Accounts accounts;
  private final Standings standings;
  private final Grants grants;
  private final Audit audit;
  private final Clock clock;

  Companies(CompanyStore store, Accounts accounts, Standings standings, Grants grants, Audit audit,
      Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.standings = standings;
    this.grants = grants;
    this.audit = audit;
    this.clock = clock;
  }

  /** What a company is made with. @param parent absent: a tree of its own */
  record Wanted(String name, @Nullable Long parent, boolean usual) {}

  /** What a company is changed to; what is absent stays. {@code parent} present and empty: out of its tree. */
  record Changes(Optional<String> name, @Nullable Optional<Long> parent, Optional<Boolean> usual) {}

  public Optional<Company> find(AccountId account, CompanyId company) {
    return store.find(account, company);
  }

  record Page(List<Company> companies, long total) {}

  /** Those the person stands in; for whoever runs the server all there are. */
  Page list(Person by, @Nullable String search, @Nullable Long parent, Paging paging) {
    boolean everywhere = standings.everywhere(by);
    return new Page(store.list(by.user(), everywhere, search, parent, paging),
        store.count(by.user(), everywhere, search, parent));
  }

  /**
   * The maker is its admin. Below a company of which she is an admin, or as a tree of its own: then in the account she
   * belongs to, whose root it is if that has none yet.
   */
  @Transactional
  Result<Company, CompanyRefusal> create(Person by, Wanted wanted) {
    CompanyId parent = wanted.parent() == null ? null : new CompanyId(wanted.parent());
    AccountId account = by.account();
    if (parent != null) {
      Optional<Standing> standing = standings.in(parent, by);
      if (standing.isEmpty() && !standings.exists(parent)) {
        return Result.refused(new CompanyRefusal.Unfit("parent_company_id", "does not exist"));
      }
      Optional<CompanyRefusal> no = whyNot(standing);
      if (no.isPresent()) {
        return Result.refused(no.get());
      }
      account = standing.orElseThrow().account();
    }
    accounts.hold(account);
    if (store.count(account) >= MAX_COMPANIES) {
      return Result.refused(new CompanyRefusal.Unfit("name", "would be one company more than the "
          + MAX_COMPANIES + " an account can have"));
    }
    if (parent != null) {
      List<CompanyId> above = store.pathTo(account, parent);
      if (above.size() >= MAX_LEVELS) {
        return Result.refused(tooDeep());
      }
      if (wanted.usual() && store.usualBelow(account, above.getLast()).isPresent()) {
        return Result.refused(new CompanyRefusal.Unfit("default", "is another company of this tree already"));
      }
    }
    boolean root = parent == null && store.root(account).isEmpty();
    Company made = store.insert(account, parent, wanted.name().strip(), root, wanted.usual(), clock.instant());
    audit.record(account, by.user(), Action.CREATE, "company", made.id().toString(), made.name());
    return switch (grants.grant(by.user(), by.user(),
        List.of(Grants.Wanted.of(made.id(), Access.ADMIN, false)))) {
      case Result.Done<?, ?> _ -> Result.done(made);
      case Result.Refused<?, ?>(var refusal) ->
          throw new IllegalStateException("nobody has an access in a new company: " + refusal);
    };
  }

  /** Another name, another place in the account's trees, or the one people fall into. */
  @Transactional
  Result<Company, CompanyRefusal> change(AdministersCompany by, Person person, Changes changes) {
    AccountId account = by.account();
    accounts.hold(account);
    Company before = store.find(account, by.company()).orElseThrow();
    CompanyId parent = before.parent();
    if (changes.parent() != null) {
      parent = changes.parent().map(CompanyId::new).orElse(null);
      Optional<CompanyRefusal> no = whyNotBelow(person, before, parent);
      if (no.isPresent()) {
        return Result.refused(no.get());
      }
    }
    boolean usual = changes.usual().orElse(before.usual());
    CompanyId top = parent == null ? before.id() : store.pathTo(account, parent).getLast();
    if (usual && !before.usual()) {
      Optional<CompanyRefusal> no = whyNot(standings.in(top, person));
      if (no.isPresent()) {
        return Result.refused(no.get());
      }
    }
    Optional<CompanyId> other = store.usualBelow(account, top).filter(there -> !there.equals(before.id()));
    boolean moves = parent == null ? before.parent() != null : !parent.equals(before.parent());
    if (moves && other.isPresent() && store.usualBelow(account, before.id()).isPresent()) {
      return Result.refused(new CompanyRefusal.Unfit("parent_company_id", "has a default company in its tree already"));
    }
    if (usual && !before.usual() && other.isPresent()) {
      store.notUsual(account, other.get());
    }
    Company after = new Company(before.id(), account, parent, changes.name().map(String::strip).orElse(before.name()),
        before.root(), usual, before.cyclesEnabled(), before.avatarFileId(), before.createdAt());
    store.update(account, after);
    audit.record(account, by.user(), Action.UPDATE, "company", after.id().toString(), after.name());
    return Result.done(after);
  }

  /** Who moves a company is an admin of the one it leaves and of the one it comes to. */
  private Optional<CompanyRefusal> whyNotBelow(Person by, Company company, @Nullable CompanyId parent) {
    CompanyId former = company.parent();
    if (former != null && !former.equals(parent)) {
      Optional<CompanyRefusal> no = whyNot(standings.in(former, by));
      if (no.isPresent()) {
        return no;
      }
    }
    if (parent == null) {
      return Optional.empty();
    }
    Optional<Standing> standing = standings.in(parent, by);
    if (standing.isEmpty() && !standings.exists(parent)) {
      return Optional.of(new CompanyRefusal.Unfit("parent_company_id", "does not exist"));
    }
    Optional<CompanyRefusal> no = whyNot(standing);
    if (no.isPresent()) {
      return no;
    }
    if (company.root()) {
      return Optional.of(new CompanyRefusal.Unfit("parent_company_id", "cannot be given to the account's root company"));
    }
    if (!standing.orElseThrow().account().equals(company.account())) {
      return Optional.of(new CompanyRefusal.Unfit("parent_company_id", "must be of the same account"));
    }
    List<CompanyId> above = store.pathTo(company.account(), parent);
    if (above.contains(company.id())) {
      return Optional.of(new CompanyRefusal.Unfit("parent_company_id", "is the company itself or one below it"));
    }
    return above.size() + store.levels(company.account(), company.id()) > MAX_LEVELS
        ? Optional.of(tooDeep()) : Optional.empty();
  }

  /** Whether cycles are on (crm 2.15); within the caller's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Company switchCycles(AccountId account, CompanyId company, boolean enabled) {
    store.switchCycles(account, company, enabled);
    return store.find(account, company).orElseThrow();
  }

  /** Its picture; absent: none. Within the caller's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Company showAvatar(AccountId account, CompanyId company, @Nullable String fileId) {
    store.showAvatar(account, company, fileId);
    return store.find(account, company).orElseThrow();
  }

  private static Optional<CompanyRefusal> whyNot(Optional<Standing> standing) {
    if (standing.isEmpty() || !standing.get().may(Access.ADMIN)) {
      return Optional.of(new CompanyRefusal.Forbidden());
    }
    return standing.get().readOnly() ? Optional.of(new CompanyRefusal.ReadOnly()) : Optional.empty();
  }

  private static CompanyRefusal tooDeep() {
    return new CompanyRefusal.Unfit("parent_company_id", "would make the tree deeper than " + MAX_LEVELS + " companies");
  }
}
