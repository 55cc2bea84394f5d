package io.sluice.server.partner.invitation;

import io.sluice.server.account.Account;
import io.sluice.server.account.Accounts;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.entity.Entities;
import io.sluice.server.entity.Entity;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.Secrets;
import io.sluice.server.kernel.UserId;
import io.sluice.server.partner.Connection;
import io.sluice.server.partner.Connections;
import io.sluice.server.partner.PartnerFlows;
import io.sluice.server.partner.Role;
import io.sluice.server.partner.mail.PartnerMails;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The inviter's side: invite, send again, withdraw, look back (exchange 4.2). */
@Component
public class Invitations {

  private static final Duration OFTEN = Duration.ofHours(1);
  private static final int OFTEN_MAILS = 5;

  private final InvitationStore store;
  private final Accounts accounts;
  private final Users users;
  private final Entities entities;
  private final Connections connections;
  private final PartnerFlows flows;
  private final PartnerMails mails;
  private final Lifetime lifetime;
  private final ApplicationEventPublisher notices;
  private final Clock clock;

  Invitations(InvitationStore store, Accounts accounts, Users users, Entities entities, Connections connections,
      PartnerFlows flows, PartnerMails mails, Lifetime lifetime, ApplicationEventPublisher notices,
      Clock clock) {
    this.store = store;
    this.accounts = accounts;
    this.users = users;
    this.entities = entities;
    this.connections = connections;
    this.flows = flows;
    this.mails = mails;
    this.lifetime = lifetime;
    this.notices = notices;
    this.clock = clock;
  }

  /** How long an invitation stays open (exchange 4.2: not documented; ours is a setting). */
  public record Lifetime(Duration value) {}

  /** What an invitation led to. */
  public sealed interface Invited {
    Entity entity();

    record Sent(Entity entity) implements Invited {}

    /** There is an open or expired one already; nobody got a mail. */
    record InvitedBefore(Entity entity) implements Invited {}

    record ConnectedAlready(Entity entity) implements Invited {}
  }

  /** Invites whoever reads the mailbox to become the account's buyer or seller. */
  @Transactional
  public Result<Invited, InvitationRefusal> invite(
      AccountId inviter, @Nullable UserId by, Role role, String email, @Nullable String description) {
    Optional<EmailAddress> read = EmailAddress.read(email);
    if (read.isEmpty()) {
      return Result.refused(new InvitationRefusal.BadEmail());
    }
    EmailAddress address = read.get();
    Optional<User> reader = users.byEmail(address).filter(User::verified);
    if (reader.filter(user -> user.account().equals(inviter)).isPresent()) {
      return Result.refused(new InvitationRefusal.OwnAccount());
    }
    accounts.hold(inviter); // two requests for one address take turns; the second finds the first's invitation
    Optional<Account> partner = reader.map(user -> accounts.of(user.account()))
        .filter(account -> connected(inviter, role, account.id()));
    if (partner.isPresent()) {
      return Result.done(new Invited.ConnectedAlready(Entities.standingFor(partner.get())));
    }
    Optional<Invitation> before = store.open(inviter, role, address);
    if (before.isPresent()) {
      return Result.done(new Invited.InvitedBefore(entities.find(inviter, before.get().entity()).orElseThrow()));
    }
    if (mailedOften(inviter, address)) {
      return Result.refused(new InvitationRefusal.TooOften(OFTEN));
    }
    return Result.done(new Invited.Sent(open(inviter, by, role, address, description)));
  }

  /** Sends the invitation of a pending entity again: a new link, a new lifetime; the old link is void. */
  @Transactional
  public Result<Entity, InvitationRefusal> resend(AccountId inviter, @Nullable UserId by, String entityId) {
    return invitationOf(inviter, entityId).then(invitation -> {
      if (!invitation.open()) {
        return Result.refused(new InvitationRefusal.NotPending());
      }
      if (mailedOften(inviter, invitation.email())) {
        return Result.refused(new InvitationRefusal.TooOften(OFTEN));
      }
      Instant expires = clock.instant().plus(lifetime.value());
      String secret = Secrets.random();
      store.renew(inviter, invitation.id(), InvitationToken.of(secret), expires);
      Entity entity = entities.extendPending(inviter, by, invitation.entity(), expires);
      remember(inviter, invitation.id(), "resent", by, null);
      String name = accounts.of(inviter).name();
      if (invitation.freshLinkAt() == null) {
        mails.invitation(invitation.email(), name, invitation.role(), expires, invitation.description(), secret);
      } else {
        mails.freshLink(invitation.email(), name, expires, secret); // the partner asked for it and knows what it is about
      }
      return Result.done(entity);
    });
  }

  /** Whose mailbox it is has not asked for any. By inviter: nobody else is to be kept from inviting. */
  private boolean mailedOften(AccountId inviter, EmailAddress address) {
    return store.mailedSince(inviter, address, clock.instant().minus(OFTEN)) >= OFTEN_MAILS;
  }

  /** As declined, by the inviter; nobody is mailed (exchange 4.3). */
  @Transactional
  public Result<Invitation, InvitationRefusal> withdraw(AccountId inviter, @Nullable UserId by, String entityId) {
    return invitationOf(inviter, entityId).then(invitation -> {
      if (!invitation.open()) {
        return Result.refused(new InvitationRefusal.Decided(invitation.storedState()));
      }
      flows.removePending(inviter, invitation.entity());
      entities.removePending(inviter, by, invitation.entity());
      store.close(inviter, invitation.id(), InvitationState.CANCELLED, null, clock.instant());
      remember(inviter, invitation.id(), "withdrawn", by, null);
      return Result.done(store.find(inviter, invitation.id()).orElseThrow());
    });
  }

  public List<Invitation> sent(AccountId account) {
    return store.sent(account);
  }

  public List<Invitation> received(AccountId account) {
    return store.received(account);
  }

  /** An invitation the account sent or accepted. */
  public Optional<Invitation> find(AccountId account, InvitationId id) {
    return store.find(account, id);
  }

  public Result<List<Moment>, InvitationRefusal> history(AccountId inviter, String entityId) {
    return (ObjectIds.valid(entityId) ? store.byEntity(inviter, EntityId.of(entityId)) : Optional.<Invitation>empty())
        .map(invitation -> Result.<List<Moment>, InvitationRefusal>done(store.history(inviter, invitation.id())))
        .orElseGet(() -> Result.refused(new InvitationRefusal.Unknown()));
  }

  @Transactional(propagation = Propagation.MANDATORY)
  void remember(AccountId inviter, InvitationId id, String what, @Nullable UserId who, @Nullable String detail) {
    store.remember(inviter, id, new Moment(clock.instant(), what, who, detail));
    notices.publishEvent(new InvitationMoved(store.find(inviter, id).orElseThrow(), what));
  }

  private Entity open(
      AccountId inviter, @Nullable UserId by, Role role, EmailAddress address, @Nullable String description) {
    Instant now = clock.instant();
    Instant expires = now.plus(lifetime.value());
    InvitationId id = InvitationId.next(now);
    String secret = Secrets.random();
    Entity entity = entities.addPending(inviter, by, address.value(),
        role == Role.SELLER ? Entity.SOURCE_SELLER : null,
        role == Role.BUYER ? Entity.RECIPIENT_BUYER : null, id, expires);
    boolean first = store.insert(inviter, new Invitation(id, inviter, role, address, description, entity.id(),
        InvitationState.SENT, by, now, expires, null, null, null, null, null), InvitationToken.of(secret));
    if (!first) {
      throw new IllegalStateException("two open invitations although the account was held");
    }
    remember(inviter, id, "sent", by, address.value());
    mails.invitation(address, accounts.of(inviter).name(), role, expires, description, secret);
    return entity;
  }

  private boolean connected(AccountId inviter, Role role, AccountId partner) {
    Optional<Connection> connection = role == Role.BUYER
        ? connections.between(partner, inviter) : connections.between(inviter, partner);
    return connection.isPresent();
  }

  private Result<Invitation, InvitationRefusal> invitationOf(AccountId inviter, String entityId) {
    accounts.hold(inviter);
    Optional<Invitation> found = ObjectIds.valid(entityId)
        ? store.lockByEntity(inviter, EntityId.of(entityId)) : Optional.empty();
    if (found.isPresent()) {
      return Result.done(found.get());
    }
    boolean visible = ObjectIds.valid(entityId) && entities.find(inviter, EntityId.of(entityId)).isPresent();
    return Result.refused(visible ? new InvitationRefusal.NotPending() : new InvitationRefusal.Unknown());
  }
}
