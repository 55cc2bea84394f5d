package io.sluice.server.changelog;

import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.changelog.ChangelogJson.UserJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ChangelogId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Recording changes, and reading them newest first. */
@Component
public class Changelogs {

  /** Collections are answered all at once (exchange 2), but every entry holds a whole document. */
  static final int MAX_LISTED = 1_000;

  private final ChangelogStore store;
  private final Users users;
  private final Audit audit;
  private final Clock clock;

  Changelogs(ChangelogStore store, Users users, Audit audit, Clock clock) {
    this.store = store;
    this.users = users;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Records a creation ({@code before} absent), deletion ({@code after} absent) or update, within the caller's
   * transaction. An update that changes nothing but {@code updated_at} leaves no entry.
   *
   * @param type {@code flow}, {@code entity}, {@code field}, {@code report} or {@code credential}
   * @param author absent: the system
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public void record(AccountId account, String type, String targetId, @Nullable UserId author,
      @Nullable ObjectNode before, @Nullable ObjectNode after) {
    ObjectNode current = after == null ? before : after;
    if (current == null) {
      throw new IllegalArgumentException("what never was has no history");
    }
    boolean update = before != null && after != null;
    ObjectNode delta = update ? Delta.between(before, after) : JsonNodeFactory.instance.objectNode();
    if (update && delta.isEmpty()) {
      return;
    }
    String action = update ? "update" : before == null ? "create" : "delete";
    Instant now = clock.instant();
    store.insert(account, new Changelog(
        ChangelogId.next(now), type, targetId, action, describe(account, author), current, delta, now));
    audit.record(
        account, author, Action.valueOf(action.toUpperCase(Locale.ROOT)), type, targetId, named(current));
  }

  private static String named(ObjectNode thing) {
    return thing.path("name").asString("");
  }

  /** The history of one thing, newest first; of what the account does not own, none. */
  public List<ChangelogJson> of(AccountId account, String type, String targetId) {
    return store.ofTarget(account, type, targetId, MAX_LISTED).stream().map(ChangelogJson::of).toList();
  }

  List<ChangelogJson> of(AccountId account) {
    return store.newest(account, MAX_LISTED).stream().map(ChangelogJson::of).toList();
  }

  Result<ChangelogJson, ChangelogRefusal> find(AccountId account, String id) {
    Optional<Changelog> found = ObjectIds.valid(id) ? store.find(account, ChangelogId.of(id)) : Optional.empty();
    return found.map(ChangelogJson::of)
        .<Result<ChangelogJson, ChangelogRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new ChangelogRefusal.Unknown()));
  }

  private @Nullable UserJson describe(AccountId account, @Nullable UserId author) {
    if (author == null) {
      return null;
    }
    User user = users.find(account, author)
        .orElseThrow(() -> new IllegalStateException("no user " + author + " in account " + account));
    return new UserJson(user.id(), user.firstName(), user.lastName(), user.email().value());
  }
}
