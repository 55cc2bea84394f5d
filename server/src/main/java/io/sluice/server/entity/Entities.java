package io.sluice.server.entity;

import io.sluice.server.account.Account;
import io.sluice.server.account.Accounts;
import io.sluice.server.changelog.Changelogs;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The entities an account sees: all standard ones, its own, itself, and the accounts it is connected to (exchange 4.4).
 * Only its own custom and pending ones can be changed.
 */
@Component
public class Entities {

  static final String CHANGELOG_TYPE = "entity";

  private final EntityStore store;
  private final StandardEntities standard;
  private final Accounts accounts;
  private final PartnerRelations partners;
  private final EntityUses uses;
  private final Changelogs changelogs;
  private final EntityJson.Writer json;
  private final ApplicationEventPublisher notices;
  private final Clock clock;

  Entities(EntityStore store, StandardEntities standard, Accounts accounts, PartnerRelations partners, EntityUses uses,
      Changelogs changelogs, EntityJson.Writer json, ApplicationEventPublisher notices, Clock clock) {
    this.store = store;
    this.standard = standard;
    this.accounts = accounts;
    this.partners = partners;
    this.uses = uses;
    this.changelogs = changelogs;
    this.json = json;
    this.notices = notices;
    this.clock = clock;
  }

  /** Everything the account sees, standard ones first. */
  public List<Entity> of(AccountId account) {
    List<Entity> all = new ArrayList<>(standard.all());
    all.add(standingFor(accounts.of(account)));
    partners.of(account).keySet().stream().sorted()
        .map(accounts::of).map(Entities::standingFor).forEach(all::add);
    all.addAll(store.open(account));
    return all;
  }

  /** Those that wait for a partner, oldest first. */
  public List<Entity> pending(AccountId account) {
    return store.open(account).stream().filter(Entity::pending).toList();
  }

  public Optional<Entity> find(AccountId account, EntityId id) {
    Optional<Entity> builtIn = standard.find(id);
    if (builtIn.isPresent()) {
      return builtIn;
    }
    AccountId other = AccountId.of(id.value());
    if (other.equals(account) || partners.of(account).containsKey(other)) {
      return Optional.of(standingFor(accounts.of(other)));
    }
    return store.find(account, id);
  }

  /** As {@link #find}, for an id as it came in a path. */
  public Result<Entity, EntityRefusal> visible(AccountId account, String id) {
    return (ObjectIds.valid(id) ? find(account, EntityId.of(id)) : Optional.<Entity>empty())
        .<Result<Entity, EntityRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new EntityRefusal.Unknown()));
  }

  /** The entity that stands for an account: the account's own id, able to be both source and recipient. */
  public static Entity standingFor(Account account) {
    return new Entity(EntityId.of(account.id().value()), Kind.ACCOUNT, account.name(), null,
        List.of(Entity.DEFAULT_INBOUND, Entity.TO_BUYER), Entity.SOURCE_SELLER, Entity.RECIPIENT_BUYER, false, null,
        account.fieldSuffix(), null, null, null, account.timeZone(), false, null, account.createdAt(), account.updatedAt());
  }

  @Transactional
  public Entity create(AccountId account, @Nullable UserId by, Entity.Changes wanted) {
    Instant now = clock.instant();
    Entity entity = new Entity(EntityId.next(now), Kind.CUSTOM, wanted.name(), wanted.description(),
        wanted.moduleIds(), wanted.source(), wanted.recipient(), wanted.deprecated(), null, wanted.fieldSuffix(),
        null, null, wanted.logoUrl(), wanted.timeZone(), wanted.trustedformCertifiedVendor(), wanted.website(), now, now);
    store.insert(account, entity);
    log(account, by, null, entity);
    return entity;
  }

  @Transactional
  public Result<Entity, EntityRefusal> change(AccountId account, @Nullable UserId by, String id, Entity.Changes wanted) {
    return own(account, id).map(before -> {
      Entity after = before.with(wanted, clock.instant());
      store.update(account, after);
      log(account, by, before, after);
      return after;
    });
  }

  @Transactional
  public Result<Entity, EntityRefusal> delete(AccountId account, @Nullable UserId by, String id) {
    accounts.hold(account); // whoever accepts just now comes first or later: what is pending here stays so until the end
    return own(account, id).then(entity -> {
      if (entity.pending()) {
        notices.publishEvent(new PendingEntityDeleted(account, by, entity.id())); // withdrawing removes it, flows first
        return Result.done(entity);
      }
      List<FlowId> users = uses.anywhere(account, entity.id());
      if (!users.isEmpty()) {
        return Result.refused(new EntityRefusal.InUse(users));
      }
      store.delete(account, entity.id());
      log(account, by, entity, null);
      return Result.done(entity);
    });
  }

  /** The entity that waits for an invited partner; within the inviter's transaction. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Entity addPending(AccountId account, @Nullable UserId by, String name, @Nullable String source,
      @Nullable String recipient, InvitationId invitation, Instant expiresAt) {
    Instant now = clock.instant();
    Entity entity = new Entity(EntityId.next(now), Kind.PENDING, name, null,
        List.of(Entity.DEFAULT_INBOUND, Entity.TO_BUYER), source, recipient, false, null, null, invitation, expiresAt,
        null, null, false, null, now, now);
    store.insert(account, entity);
    log(account, by, null, entity);
    return entity;
  }

  @Transactional(propagation = Propagation.MANDATORY)
  public Entity extendPending(AccountId account, @Nullable UserId by, EntityId id, Instant expiresAt) {
    Entity before = store.find(account, id).orElseThrow();
    Entity after = before.invitedUntil(expiresAt, clock.instant());
    store.update(account, after);
    log(account, by, before, after);
    return after;
  }

  /** The partner came: the pending entity steps back and says whom to see instead. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void replacePending(AccountId account, EntityId id, EntityId partner) {
    Entity before = store.find(account, id).orElseThrow();
    Entity after = before.replacedBy(partner, clock.instant());
    store.update(account, after);
    log(account, null, before, after);
  }

  /** The partner will not come. Answers the entity as it was. */
  @Transactional(propagation = Propagation.MANDATORY)
  public Entity removePending(AccountId account, @Nullable UserId by, EntityId id) {
    Entity before = store.find(account, id).orElseThrow();
    store.delete(account, id);
    log(account, by, before, null);
    return before;
  }

  /** The partner thought again: the pending entity is back under its old id. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void restorePending(AccountId account, Entity entity) {
    store.insert(account, entity);
    log(account, null, null, entity);
  }

  private Result<Entity, EntityRefusal> own(AccountId account, String id) {
    return visible(account, id).then(entity -> switch (entity.kind()) {
      case CUSTOM, PENDING -> Result.done(entity);
      case STANDARD, ACCOUNT, REPLACED -> Result.refused(new EntityRefusal.NotYours());
    });
  }

  private void log(AccountId account, @Nullable UserId by, @Nullable Entity before, @Nullable Entity after) {
    Entity named = after == null ? before : after;
    if (named != null) {
      changelogs.record(account, CHANGELOG_TYPE, named.id().value(), by,
          before == null ? null : json.bare(before), after == null ? null : json.bare(after));
    }
  }
}
