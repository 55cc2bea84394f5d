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

  private static final int PASSWORD_MIN_CHARS = 10;
  private static final int PASSWORD_MAX_CHARS = 200; // a longer one only buys time on our processors
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
    if (password.length() > PASSWORD_MAX_CHARS) {
      return Optional.empty();
    }
    Optional<User> user = store.byEmail(email).or(() -> store.lastUnproved(email));
    Optional<String> hash = user.flatMap(known -> store.passwordHash(known.account(), known.id()));
    boolean right = passwords.matches(password, hash.orElseGet(this::hashOfNobody));
    return right && hash.isPresent() ? user : Optional.empty();
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

  static Map<String, List<String>> problemsOf(NewUser user) {
    Map<String, List<String>> problems = new LinkedHashMap<>();
    String password = user.password();
    if (password != null && (password.length() < PASSWORD_MIN_CHARS || password.length() > PASSWORD_MAX_CHARS)) {
      problems.put("password", List.of("must have " + PASSWORD_MIN_CHARS + " to " + PASSWORD_MAX_CHARS + " characters"));
    }
    if (user.firstName().isBlank() || user.firstName().length() > NAME_MAX_CHARS) {
      problems.put("first_name", List.of("must have 1 to " + NAME_MAX_CHARS + " characters"));
    }
    if (user.lastName().isBlank() || user.lastName().length() > NAME_MAX_CHARS) {
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
