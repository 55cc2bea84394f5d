package io.sluice.server.account.key;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.Users;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ApiKeyId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.Secrets;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Making, rotating, revoking and recognising keys. Any user of the account may do so for the account and for herself; an
 * admin revokes a colleague's, and is never shown one: it acts as her in every company she has access in.
 */
@Component
public class ApiKeys {

  /** So that a key found in a log or a repository is known for what it is. */
  private static final String MARK = "slc_";
  private static final String TYPE = "api_key";
  private static final int SHOWN_CHARS = MARK.length() + 4;
  private static final int MAX_IN_FORCE = 100;
  private static final Duration USE_RECORDED_EVERY = Duration.ofMinutes(1);

  private final ApiKeyStore store;
  private final Accounts accounts;
  private final Users users;
  private final Audit audit;
  private final Clock clock;

  ApiKeys(ApiKeyStore store, Accounts accounts, Users users, Audit audit, Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.users = users;
    this.audit = audit;
    this.clock = clock;
  }

  /** A key and, this once, its secret. */
  public record Shown(ApiKey key, String secret) {

    /** Never prints the secret. */
    @Override
    public String toString() {
      return "Shown[" + key + "]";
    }
  }

  /** By nobody of the account: its first one. */
  @Transactional
  public Result<Shown, KeyRefusal> create(AccountId account, UserId owner, String name) {
    return create(account, null, owner, name);
  }

  /** {@code owner} absent: the key is the account's own. */
  @Transactional
  public Result<Shown, KeyRefusal> create(
      AccountId account, @Nullable UserId by, @Nullable UserId owner, String name) {
    Instant now = clock.instant();
    accounts.hold(account); // two requests must not both be the last there is room for
    if (store.countInForce(account, now) >= MAX_IN_FORCE) {
      return Result.refused(new KeyRefusal.TooMany(MAX_IN_FORCE));
    }
    Shown made = make(account, owner, name, now);
    audit.record(account, by, Action.CREATE, TYPE, made.key().id().value(), described(made.key()));
    return Result.done(made);
  }

  public List<ApiKey> of(AccountId account) {
    return store.ofAccount(account);
  }

  /** A new secret under the old name; the old one goes on working for {@code graceSeconds}. */
  @Transactional
  public Result<Shown, KeyRefusal> rotate(AccountId account, UserId by, String id, int graceSeconds) {
    Instant now = clock.instant();
    accounts.hold(account); // the old key counts until its grace is over, and of two who rotate it one comes second
    return changeable(account, by, id, now).then(key -> key.user() != null && !key.user().equals(by)
        ? Result.<ApiKey, KeyRefusal>refused(new KeyRefusal.NotAllowed())
        : graceSeconds > 0 && store.countInForce(account, now) >= MAX_IN_FORCE
        ? Result.<ApiKey, KeyRefusal>refused(new KeyRefusal.TooMany(MAX_IN_FORCE)) : Result.done(key)).map(old -> {
      Shown fresh = make(account, old.user(), old.name(), now);
      if (graceSeconds == 0) {
        store.revoke(account, old.id(), now);
      } else {
        store.expire(account, old.id(), now.plusSeconds(graceSeconds));
      }
      audit.record(account, by, Action.UPDATE, TYPE, old.id().value(),
          described(old) + ", rotated: " + fresh.key().id() + " (" + fresh.key().prefix() + "…)");
      return fresh;
    });
  }

  @Transactional
  public Result<ApiKey, KeyRefusal> revoke(AccountId account, UserId by, String id) {
    Instant now = clock.instant();
    return changeable(account, by, id, now).map(key -> {
      store.revoke(account, key.id(), now);
      audit.record(account, by, Action.DELETE, TYPE, key.id().value(), described(key));
      return store.find(account, key.id()).orElseThrow();
    });
  }

  private static String described(ApiKey key) {
    return key.name() + " (" + key.prefix() + "…)";
  }

  /** The key with this secret, if it is in force. */
  public Optional<ApiKey> recognise(String secret) {
    if (!secret.startsWith(MARK)) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Optional<ApiKey> key = store.byHash(KeyHash.of(secret)).filter(known -> known.valid(now));
    key.filter(known -> recordsUse(known, now)).ifPresent(known -> store.markUsed(known.account(), known.id(), now));
    return key;
  }

  private static boolean recordsUse(ApiKey key, Instant now) {
    Instant last = key.lastUsedAt();
    return last == null || last.plus(USE_RECORDED_EVERY).isBefore(now);
  }

  private Result<ApiKey, KeyRefusal> changeable(AccountId account, UserId by, String id, Instant now) {
    Optional<ApiKey> found = ObjectIds.valid(id) ? store.find(account, ApiKeyId.of(id)) : Optional.empty();
    if (found.isEmpty()) {
      return Result.refused(new KeyRefusal.Unknown());
    }
    ApiKey key = found.get();
    UserId owner = key.user();
    if (owner != null && !owner.equals(by) && !users.isAdmin(account, by)) {
      return Result.refused(new KeyRefusal.NotAllowed());
    }
    return key.valid(now) ? Result.done(key) : Result.refused(new KeyRefusal.AlreadyRevoked());
  }

  private Shown make(AccountId account, @Nullable UserId owner, String name, Instant now) {
    String secret = MARK + Secrets.random();
    ApiKey key = new ApiKey(
        ApiKeyId.next(now), account, owner, name, secret.substring(0, SHOWN_CHARS), now, null, null, null);
    store.insert(account, key, KeyHash.of(secret).value());
    return new Shown(key, secret);
  }
}
