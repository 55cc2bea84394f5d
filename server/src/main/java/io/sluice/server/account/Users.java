package io.sluice.server.account;

import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The people of the accounts. */
@Component
public class Users {

  private static final int NAME_MAX_CHARS = 100;

  private final UserStore store;
  private final UserSettingsStore settings;
  private final RootCompanies companies;
  private final PasswordEncoder passwords;
  private final Superusers superusers;
  private final Audit audit;
  private final Clock clock;

  Users(UserStore store, UserSettingsStore settings, RootCompanies companies, PasswordEncoder passwords,
      Superusers superusers, Audit audit, Clock clock) {
    this.store = store;
    this.settings = settings;
    this.companies = companies;
    this.passwords = passwords;
    this.superusers = superusers;
    this.audit = audit;
    this.clock = clock;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  User add(AccountId account, NewUser user) {
    Instant now = clock.instant();
    return store.insert(account, UserId.next(now), user, encoded(user.password()), now);
  }

  /** A further user of an account that is there; where she may go is said by the accesses she is given. */
  @Transactional
  public Result<User, AccountRefusal> join(AccountId account, NewUser user) {
    Map<String, List<String>> problems = problemsOf(user);
    if (!problems.isEmpty()) {
      return Result.refused(new AccountRefusal.Invalid(problems));
    }
    if (user.verified() && byEmail(user.email()).isPresent()) {
      return Result.refused(new AccountRefusal.EmailTaken());
    }
    User added = add(account, user);
    audit.record(account, null, Action.CREATE, "user", added.id().value(), added.email().value());
    return Result.done(added);
  }

  @Transactional
  public void markVerified(User user) {
    store.markVerified(user.account(), user.id(), clock.instant());
    audit.record(user.account(), user.id(), Action.UPDATE, "user", user.id().value(),
        "proved the address " + user.email().value());
  }

  /** @param after the last of the page before; empty: the first */
  public List<User> neverProved(Instant before, String after, int limit) {
    return store.neverProved(before, clock.instant(), after, limit);
  }

  /** With the links that were mailed to her. */
  @Transactional(propagation = Propagation.MANDATORY)
  void remove(User unproved) {
    store.deleteUnproved(unproved.account(), unproved.id());
  }

  public Optional<User> find(AccountId account, UserId user) {
    return store.find(account, user);
  }

  public List<User> ofAccount(AccountId account) {
    return store.ofAccount(account);
  }

  /** The one who proved this address. */
  public Optional<User> byEmail(EmailAddress email) {
    return store.byEmail(email);
  }

  /** The last who typed this address, while nobody has proved it. */
  public Optional<User> lastUnproved(EmailAddress email) {
    return store.byEmail(email).isPresent() ? Optional.empty() : store.lastUnproved(email);
  }

  /** Who was entered with this address, has proved nothing and has no password. */
  public Optional<User> waiting(EmailAddress email) {
    return store.waiting(email);
  }

  /** By the CRM's number. */
  public Optional<User> byNumber(long number) {
    return store.byNumber(number);
  }

  /** Until the transaction ends nobody else enters, proves or is mailed this address. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void hold(EmailAddress email) {
    store.hold(email);
  }

  /** For a session that was opened for this user. */
  public Optional<User> bySession(UserId user) {
    return store.bySession(user);
  }

  public boolean isAdmin(AccountId account, UserId user) {
    return companies.isAdmin(account, user);
  }

  /** Whether this user acts for the account on the exchange: as an admin or a manager of its root company. */
  boolean mayExchange(AccountId account, UserId user) {
    return companies.manages(account, user);
  }

  public boolean isSuperuser(AccountId account, UserId user) {
    return store.find(account, user).filter(superusers::include).isPresent();
  }

  /** The user these credentials belong to; takes the same time whether the address is known or not. */
  public Optional<User> withPassword(EmailAddress email, String password) {
    if (password.length() > PasswordRules.MAX_CHARS) {
      return Optional.empty();
    }
    Optional<User> user = store.byEmail(email).or(() -> store.lastUnproved(email));
    Optional<String> hash = user.flatMap(known -> store.passwordHash(known.account(), known.id()));
    boolean right = passwords.matches(password, hash.orElseGet(this::hashOfNobody));
    return right && hash.isPresent() ? user : Optional.empty();
  }

  public boolean hasPassword(User user) {
    return store.passwordHash(user.account(), user.id()).isPresent();
  }

  /** Whether she signs in through somebody else. */
  public boolean hasProvider(User user) {
    return store.hasProvider(user.account(), user.id());
  }

  /** Whether this is the password she has; takes as long when she has none. */
  public boolean isPassword(User user, String password) {
    Optional<String> hash = store.passwordHash(user.account(), user.id());
    return password.length() <= PasswordRules.MAX_CHARS
        && passwords.matches(password, hash.orElseGet(this::hashOfNobody)) && hash.isPresent();
  }

  /** What is wrong with a password for this user. */
  public Optional<String> problemOfPassword(User user, String password) {
    return PasswordRules.problemOf(password, user.email(), user.firstName(), user.lastName());
  }

  /** A password that has been looked at. All she signed in for before ends; her keys do not. */
  @Transactional
  public void setPassword(User user, String password) {
    Instant now = clock.instant();
    store.setPassword(user.account(), user.id(), passwords.encode(password), now, nextSecond(now));
    audit.record(user.account(), user.id(), Action.UPDATE, "user", user.id().value(), "set a password");
  }

  /**
   * Who waited has proved her address, and says herself what she is called. She belongs to the account that invited her,
   * not to whoever entered her address first.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public User complete(User entered, NewUser user, AccountId home) {
    store.moveTo(entered.account(), entered.id(), home);
    User waiting = store.find(home, entered.id()).orElseThrow();
    store.rename(waiting.account(), waiting.id(), user.firstName(), user.lastName());
    if (user.password() != null) {
      setPassword(waiting, user.password());
    }
    markVerified(waiting);
    return store.find(waiting.account(), waiting.id()).orElseThrow();
  }

  /** The file with her picture, or none; answers the one she had before. Within the caller's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<String> showAvatar(User user, @Nullable String fileId) {
    return store.swapAvatar(user.account(), user.id(), fileId);
  }

  /** To names that have been looked at. */
  @Transactional
  public void rename(User user, UserId by, String firstName, String lastName) {
    store.rename(user.account(), user.id(), firstName, lastName);
    audit.record(user.account(), by, Action.UPDATE, "user", user.id().value(), "name: " + firstName + " " + lastName);
  }

  /** To an address she has just proved and nobody else has; it is held. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void changeEmail(User user, EmailAddress proved) {
    store.setEmail(user.account(), user.id(), proved);
    audit.record(user.account(), user.id(), Action.UPDATE, "user", user.id().value(),
        "proved the address " + proved.value() + ", which takes the place of " + user.email().value());
  }

  /** Puts somebody out at once, or lets her in again; then she signs in anew. */
  @Transactional
  public void setActive(User user, UserId by, boolean active) {
    if (user.active() == active) {
      return;
    }
    Instant now = clock.instant();
    store.setInactive(user.account(), user.id(), active ? null : now, nextSecond(now));
    audit.record(
        user.account(), by, Action.UPDATE, "user", user.id().value(), active ? "active" : "inactive");
  }

  /** Tokens say the second they were made in, and one of this very second is older than what happens now. */
  private static Instant nextSecond(Instant now) {
    return now.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
  }

  /** Flags on: the time they were raised; off: null (exchange 17). */
  @Transactional
  public Result<User, AccountRefusal> changeUiState(AccountId account, @Nullable UserId by, String id, Map<String, Boolean> flags) {
    if (by == null || !ObjectIds.valid(id) || !UserId.of(id).equals(by)) {
      return Result.refused(new AccountRefusal.UnknownUser());
    }
    User user = store.find(account, by).orElseThrow();
    Instant now = clock.instant();
    Map<String, Instant> state = new HashMap<>(user.uiState());
    flags.forEach((flag, raised) -> {
      if (raised) {
        state.putIfAbsent(flag, now);
      } else {
        state.remove(flag);
      }
    });
    store.saveUiState(account, by, state);
    return Result.done(store.find(account, by).orElseThrow());
  }

  public UserSettings settings(AccountId account, UserId user) {
    return settings.find(account, user).orElse(UserSettings.untouched(user));
  }

  @Transactional
  public UserSettings switchNotifications(
      AccountId account, UserId user, @Nullable Boolean submissionDocUpdates, @Nullable Boolean connectionInvites) {
    Instant now = clock.instant();
    UserSettings before = settings(account, user);
    UserSettings after = new UserSettings(user,
        submissionDocUpdates == null
            ? before.submissionDocUpdates() : before.submissionDocUpdates().switched(submissionDocUpdates, now),
        connectionInvites == null
            ? before.connectionInvites() : before.connectionInvites().switched(connectionInvites, now));
    settings.save(account, after, now);
    return after;
  }

  /** What is wrong with what somebody would be entered with: field → sentences. */
  public static Map<String, List<String>> problemsOf(NewUser user) {
    Map<String, List<String>> problems = new LinkedHashMap<>();
    String password = user.password();
    if (password != null) {
      PasswordRules.problemOf(password, user.email(), user.firstName(), user.lastName())
          .ifPresent(problem -> problems.put("password", List.of(problem)));
    }
    problems.putAll(problemsOfNames(user.firstName(), user.lastName()));
    return problems;
  }

  /** What is wrong with what somebody is to be called: field → sentences. */
  public static Map<String, List<String>> problemsOfNames(String firstName, String lastName) {
    Map<String, List<String>> problems = new LinkedHashMap<>();
    if (firstName.isBlank() || firstName.length() > NAME_MAX_CHARS) {
      problems.put("first_name", List.of("must have 1 to " + NAME_MAX_CHARS + " characters"));
    }
    if (lastName.isBlank() || lastName.length() > NAME_MAX_CHARS) {
      problems.put("last_name", List.of("must have 1 to " + NAME_MAX_CHARS + " characters"));
    }
    return problems;
  }

  private @Nullable String encoded(@Nullable String password) {
    return password == null ? null : passwords.encode(password);
  }

  private @Nullable String nobody;

  private synchronized String hashOfNobody() {
    String hash = nobody;
    if (hash == null) {
      hash = java.util.Objects.requireNonNull(passwords.encode("nobody has this one"));
      nobody = hash;
    }
    return hash;
  }
}
