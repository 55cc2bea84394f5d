package io.sluice.server.account;

import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Opening accounts and changing what may be changed of them. */
@Component
public class Accounts {

  private static final int RETENTION_DAYS = 90;
  private static final int RETENTION_MAX_DAYS = 3_650;
  private static final int NAME_MAX_CHARS = 200;

  private final AccountStore store;
  private final Users users;
  private final RootCompanies companies;
  private final Audit audit;
  private final Clock clock;

  Accounts(AccountStore store, Users users, RootCompanies companies, Audit audit, Clock clock) {
    this.store = store;
    this.users = users;
    this.companies = companies;
    this.audit = audit;
    this.clock = clock;
  }

  /** An account as it was just opened, with its root company and first user. */
  public record Opened(Account account, CompanyId company, User user) {}

  /** Opens an account with its root company and its first user, who is the company's admin. */
  @Transactional
  public Result<Opened, AccountRefusal> open(NewAccount wanted, NewUser firstUser) {
    Map<String, List<String>> problems = problemsOf(wanted);
    problems.putAll(Users.problemsOf(firstUser));
    if (!problems.isEmpty()) {
      return Result.refused(new AccountRefusal.Invalid(problems));
    }
    if (users.byEmail(firstUser.email()).isPresent()) {
      return Result.refused(new AccountRefusal.EmailTaken());
    }
    Account account = insert(wanted, clock.instant());
    CompanyId company = companies.open(account.id(), account.name());
    User user = users.add(account.id(), firstUser);
    companies.appointAdmin(account.id(), user.id());
    audit.record(account.id(), null, Action.CREATE, "account", account.id().value(), account.name());
    audit.record(account.id(), null, Action.CREATE, "user", user.id().value(), user.email().value() + ", admin");
    return Result.done(new Opened(account, company, user));
  }

  private Account insert(NewAccount wanted, Instant now) {
    for (String suffix : FieldSuffix.candidates(wanted.name())) {
      Account account = new Account(AccountId.next(now), wanted.name().strip(), wanted.timeZone(), wanted.plan(),
          wanted.plan().mayUseFlows(), RETENTION_DAYS, null, Features.of(wanted.plan()), suffix, now, now);
      if (store.insert(account.id(), account)) {
        return account;
      }
    }
    throw new IllegalStateException("no field suffix is free");
  }

  public Optional<Account> find(AccountId account) {
    return store.find(account);
  }

  /** The account of a caller who was let in: it exists. */
  public Account of(AccountId account) {
    return store.find(account).orElseThrow(() -> new IllegalStateException("no account " + account));
  }

  /** Holds the account until the transaction ends, for what only one request at a time may do to it. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void hold(AccountId account) {
    store.lock(account);
  }

  public Optional<CompanyId> rootCompany(AccountId account) {
    return companies.of(account);
  }

  /** For somebody nobody has invited: an account without a company, until she makes one (crm 2.3). */
  @Transactional
  public Result<User, AccountRefusal> openWithoutCompany(NewUser user) {
    Map<String, List<String>> problems = Users.problemsOf(user);
    if (!problems.isEmpty()) {
      return Result.refused(new AccountRefusal.Invalid(problems));
    }
    if (users.byEmail(user.email()).isPresent()) {
      return Result.refused(new AccountRefusal.EmailTaken());
    }
    String name = (user.firstName() + " " + user.lastName()).strip();
    Account account = insert(new NewAccount(name.substring(0, Math.min(name.length(), NAME_MAX_CHARS)),
        NewAccount.DEFAULT_TIME_ZONE, Plan.PARTNER), clock.instant());
    User added = users.add(account.id(), user);
    audit.record(account.id(), null, Action.CREATE, "account", account.id().value(), account.name());
    audit.record(account.id(), null, Action.CREATE, "user", added.id().value(), added.email().value());
    return Result.done(added);
  }

  /** Takes back an account whose only user never proved her address, unless she just did: nobody was let in. */
  @Transactional
  public void takeBack(User unproved) {
    users.hold(unproved.email());
    if (users.find(unproved.account(), unproved.id()).filter(user -> !user.verified()).isPresent()) {
      companies.close(unproved.account());
      users.remove(unproved);
      store.delete(unproved.account());
    }
  }

  /** What {@code PUT /account} may change (exchange 17); absent: stays as it is. */
  public record Changes(
      @Nullable Integer dataRetentionInDays,
      @Nullable Instant dataTruncatedAt,
      @Nullable Plan plan,
      Map<String, Boolean> features) {}

  @Transactional
  public Result<Account, AccountRefusal> change(AccountId id, @Nullable UserId by, Changes changes) {
    if (by == null || !companies.isAdmin(id, by)) {
      return Result.refused(new AccountRefusal.NotAllowed());
    }
    hold(id);
    Account now = of(id);
    Integer retention = changes.dataRetentionInDays();
    if (retention != null && (retention < 1 || retention > RETENTION_MAX_DAYS)) {
      return Result.refused(new AccountRefusal.BadRequest(
          "data_retention_in_days must be between 1 and " + RETENTION_MAX_DAYS));
    }
    Map<String, Boolean> features = new LinkedHashMap<>(now.features());
    features.putAll(changes.features());
    Account changed = new Account(id, now.name(), now.timeZone(),
        changes.plan() == null ? now.plan() : changes.plan(),
        features.getOrDefault(Features.REAL_TIME_BIDDING, false),
        retention == null ? now.dataRetentionInDays() : retention,
        changes.dataTruncatedAt() == null ? now.dataTruncatedAt() : changes.dataTruncatedAt(),
        features, now.fieldSuffix(), now.createdAt(), clock.instant());
    store.update(id, changed);
    audit.record(id, by, Action.UPDATE, "account", id.value(), difference(now, changed));
    return Result.done(changed);
  }

  /** How long each account's data is kept, a page at a time in the order of their ids. @param after empty: the first */
  public List<Retention> retentions(String after, int limit) {
    return store.retentions(after, limit);
  }

  /** Nothing of before that time is there any more (exchange 12.4). */
  public void truncated(AccountId account, Instant upTo) {
    store.truncated(account, upTo);
  }

  private static String difference(Account before, Account after) {
    List<String> changes = new ArrayList<>();
    if (before.plan() != after.plan()) {
      changes.add("plan: " + after.plan());
    }
    if (!Objects.equals(before.dataRetentionInDays(), after.dataRetentionInDays())) {
      changes.add("data_retention_in_days: " + after.dataRetentionInDays());
    }
    if (!Objects.equals(before.dataTruncatedAt(), after.dataTruncatedAt())) {
      changes.add("data_truncated_at: " + after.dataTruncatedAt());
    }
    after.features().forEach((feature, on) -> {
      if (!on.equals(before.features().get(feature))) {
        changes.add(feature + ": " + on);
      }
    });
    return String.join(", ", changes);
  }

  /** What is wrong with it, by its fields; empty when nothing is. */
  public static Map<String, List<String>> problemsOf(NewAccount wanted) {
    Map<String, List<String>> problems = new LinkedHashMap<>();
    if (wanted.name().isBlank() || wanted.name().length() > NAME_MAX_CHARS) {
      problems.put("company_name", List.of("must have 1 to " + NAME_MAX_CHARS + " characters"));
    }
    try {
      ZoneId.of(wanted.timeZone());
    } catch (DateTimeException unknown) {
      problems.put("time_zone", List.of("must be a tz database name such as America/New_York"));
    }
    return problems;
  }
}
