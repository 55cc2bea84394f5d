package io.sluice.server.delivery.credential;

import io.sluice.server.changelog.Changelogs;
import io.sluice.server.delivery.credential.CredentialStore.Kept;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CredentialId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import io.sluice.server.vault.Sealed;
import io.sluice.server.vault.SealedTexts;
import io.sluice.server.vault.Vault;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Keeping credentials, and opening one for a delivery. A flow may still name a deleted one: its step then fails. */
@Component
public class Credentials implements SealedTexts {

  private static final String CHANGELOG_TYPE = "credential";
  private static final int MAX = 1_000;
  private static final int RESEALED_AT_ONCE = 100;

  private final CredentialStore store;
  private final Vault vault;
  private final Changelogs changelogs;
  private final JsonMapper json;
  private final Clock clock;

  Credentials(CredentialStore store, Vault vault, Changelogs changelogs, JsonMapper json, Clock clock) {
    this.store = store;
    this.vault = vault;
    this.changelogs = changelogs;
    this.json = json;
    this.clock = clock;
  }

  /** Oldest first. */
  List<Credential> of(AccountId account) {
    return store.of(account);
  }

  Result<Credential, CredentialRefusal> visible(AccountId account, String id) {
    return known(id, credential -> store.find(account, credential)).map(Kept::credential);
  }

  /** Whether the account has a credential of this id. */
  public boolean isKnown(AccountId account, String id) {
    return visible(account, id) instanceof Result.Done;
  }

  /** With its secrets, for a delivery. */
  public Result<OpenedCredential, CredentialRefusal> open(AccountId account, String id) {
    return known(id, credential -> store.find(account, credential)).then(kept ->
        secrets(account, kept)
            .<Result<OpenedCredential, CredentialRefusal>>map(
                secrets -> Result.done(new OpenedCredential(kept.credential(), secrets)))
            .orElseGet(() -> Result.refused(new CredentialRefusal.Unreadable(kept.credential().id()))));
  }

  @Transactional
  public Result<Credential, CredentialRefusal> create(
      AccountId account, @Nullable UserId by, WantedCredential wanted) {
    ObjectNode secrets = wanted.secretsOver(JsonNodeFactory.instance.objectNode());
    List<String> missing = wanted.missing(secrets);
    if (!missing.isEmpty()) {
      return Result.refused(new CredentialRefusal.Incomplete(wanted.type().word(), missing));
    }
    if (store.count(account) >= MAX) {
      return Result.refused(new CredentialRefusal.TooMany(MAX));
    }
    Instant now = clock.instant();
    CredentialId id = wanted.id().isEmpty() ? CredentialId.next(now) : CredentialId.of(wanted.id());
    Credential credential = new Credential(id, wanted.name(), wanted.type(), wanted.packageId(), wanted.shown(),
        now, now, now);
    if (!store.insert(account, new Kept(credential, seal(account, id, secrets)))) {
      return Result.refused(new CredentialRefusal.IdTaken());
    }
    log(account, by, null, credential);
    return Result.done(credential);
  }

  /** Secrets that are not given stay as they were, unless the type changes. */
  @Transactional
  public Result<Credential, CredentialRefusal> replace(
      AccountId account, @Nullable UserId by, String id, WantedCredential wanted) {
    return known(id, credential -> store.lock(account, credential)).then(kept -> {
      Credential before = kept.credential();
      ObjectNode known = before.type() == wanted.type()
          ? secrets(account, kept).orElseGet(JsonNodeFactory.instance::objectNode)
          : JsonNodeFactory.instance.objectNode();
      ObjectNode secrets = wanted.secretsOver(known);
      List<String> missing = wanted.missing(secrets);
      if (!missing.isEmpty()) {
        return Result.refused(new CredentialRefusal.Incomplete(wanted.type().word(), missing));
      }
      Instant now = clock.instant();
      Credential after = new Credential(before.id(), wanted.name(), wanted.type(), wanted.packageId(), wanted.shown(),
          wanted.givesSecrets() ? now : before.secretsUpdatedAt(), before.createdAt(), now);
      store.update(account, new Kept(after, seal(account, after.id(), secrets)));
      log(account, by, before, after);
      return Result.done(after);
    });
  }

  /** Answers the credential as it was. */
  @Transactional
  public Result<Credential, CredentialRefusal> delete(AccountId account, @Nullable UserId by, String id) {
    return known(id, credential -> store.lock(account, credential)).map(Kept::credential).map(credential -> {
      store.delete(account, credential.id());
      log(account, by, credential, null);
      return credential;
    });
  }

  @Override
  public String what() {
    return "credentials";
  }

  @Override
  public boolean exist() {
    return !store.sealedOtherwise("", "", 1).isEmpty();
  }

  @Override
  public int reseal() {
    int unreadable = 0;
    String keyId = vault.keyId();
    List<CredentialStore.Outdated> some = store.sealedOtherwise(keyId, "", RESEALED_AT_ONCE);
    while (!some.isEmpty()) {
      for (CredentialStore.Outdated row : some) {
        String owner = owner(row.account(), row.id());
        Optional<String> secrets = vault.open(row.secrets(), owner);
        secrets.ifPresent(text -> store.reseal(row.account(), row.id(), row.secrets(), vault.seal(text, owner)));
        unreadable += secrets.isEmpty() ? 1 : 0;
      }
      CredentialStore.Outdated last = some.getLast();
      some = store.sealedOtherwise(keyId, last.account().value() + last.id().value(), RESEALED_AT_ONCE);
    }
    return unreadable;
  }

  private Optional<ObjectNode> secrets(AccountId account, Kept kept) {
    return vault.open(kept.secrets(), owner(account, kept.credential().id()))
        .map(text -> json.readValue(text, ObjectNode.class));
  }

  private Sealed seal(AccountId account, CredentialId id, ObjectNode secrets) {
    return vault.seal(json.writeValueAsString(secrets), owner(account, id));
  }

  private static String owner(AccountId account, CredentialId id) {
    return "credential/" + account + "/" + id;
  }

  private void log(AccountId account, @Nullable UserId by, @Nullable Credential before, @Nullable Credential after) {
    Credential named = after == null ? before : after;
    if (named != null) {
      changelogs.record(account, CHANGELOG_TYPE, named.id().value(), by,
          before == null ? null : CredentialJson.of(before).json(),
          after == null ? null : CredentialJson.of(after).json());
    }
  }

  private static Result<Kept, CredentialRefusal> known(String id, Function<CredentialId, Optional<Kept>> lookUp) {
    String lower = id.toLowerCase(Locale.ROOT);
    return (ObjectIds.valid(lower) ? lookUp.apply(CredentialId.of(lower)) : Optional.<Kept>empty())
        .<Result<Kept, CredentialRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new CredentialRefusal.Unknown()));
  }
}
