package io.sluice.server.partner.invitation;

import io.sluice.server.account.Account;
import io.sluice.server.account.Accounts;
import io.sluice.server.account.NewAccount;
import io.sluice.server.account.NewUser;
import io.sluice.server.account.Plan;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.entity.Entities;
import io.sluice.server.entity.Entity;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import io.sluice.server.partner.Connection;
import io.sluice.server.partner.Connections;
import io.sluice.server.partner.Onboard;
import io.sluice.server.partner.Onboarding;
import io.sluice.server.partner.PartnerFlows;
import io.sluice.server.partner.Role;
import io.sluice.server.partner.mail.PartnerMails;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The invitee's side: look at an invitation, accept it, decline it, think again (exchange 4.3, 4.5, 4.6). The token is the capability. */
@Component
public class Acceptances {

  private static final Duration FRESH_LINK_EVERY = Duration.ofDays(1);

  private final InvitationStore store;
  private final Invitations invitations;
  private final Accounts accounts;
  private final Users users;
  private final Entities entities;
  private final Connections connections;
  private final Onboarding onboards;
  private final PartnerFlows flows;
  private final PartnerMails mails;
  private final UndoJson undo;
  private final Clock clock;

  Acceptances(InvitationStore store, Invitations invitations, Accounts accounts, Users users, Entities entities,
      Connections connections, Onboarding onboards, PartnerFlows flows, PartnerMails mails, UndoJson undo, Clock clock) {
    this.store = store;
    this.invitations = invitations;
    this.accounts = accounts;
    this.users = users;
    this.entities = entities;
    this.connections = connections;
    this.onboards = onboards;
    this.flows = flows;
    this.mails = mails;
    this.undo = undo;
    this.clock = clock;
  }

  /** Who accepts. */
  public sealed interface Accepter {

    /** Somebody with an account: any user of it may accept for it (exchange 4.5). */
    record SignedIn(AccountId account, UserId user) implements Accepter {}

    /** Somebody without one: opening the link has proved the address, the rest of what an account needs is here. */
    record Newcomer(String password, String firstName, String lastName, String companyName, String timeZone)
        implements Accepter {

      /** Never prints the password. */
      @Override
      public String toString() {
        return "Newcomer[" + companyName + "]";
      }
    }

    record Nobody() implements Accepter {}
  }

  /** What an acceptance made. {@code onboard} absent: the invitee sells. */
  public record Accepted(
      Invitation invitation, Connection connection, Entity inviter, @Nullable Onboard onboard, User user,
      boolean newcomer) {}

  /** An invitation as its link shows it. */
  public record Preview(Invitation invitation, String inviterName, InvitationState state, boolean signupRequired) {}

  public Result<Preview, InvitationRefusal> preview(String secret) {
    return store.byToken(InvitationToken.of(secret))
        .map(found -> Result.<Preview, InvitationRefusal>done(new Preview(
            found, accounts.of(found.inviter()).name(), found.state(clock.instant()), reader(found).isEmpty())))
        .orElseGet(() -> Result.refused(new InvitationRefusal.Unknown()));
  }

  /** Exchange 4.5: one transaction, and the same answer however often the same account asks. */
  @Transactional
  public Result<Accepted, InvitationRefusal> accept(String secret, Accepter accepter) {
    return held(secret).then(invitation -> switch (invitation.state(clock.instant())) {
      case SENT -> whoAccepts(invitation, accepter).then(user -> connect(invitation, user, accepter));
      case ACCEPTED -> again(invitation, accepter);
      case EXPIRED -> Result.refused(new InvitationRefusal.Expired());
      case DECLINED, CANCELLED -> Result.refused(new InvitationRefusal.Decided(invitation.storedState()));
    });
  }

  /** Exchange 4.6. What is taken out of the inviter's flows is kept until the invitation's lifetime ends. */
  @Transactional
  public Result<Invitation, InvitationRefusal> decline(String secret, @Nullable UserId by) {
    return held(secret).then(invitation -> switch (invitation.state(clock.instant())) {
      case SENT -> {
        AccountId inviter = invitation.inviter();
        String places = flows.removePending(inviter, invitation.entity());
        Entity removed = entities.removePending(inviter, null, invitation.entity()); // its changelog knows no strangers
        store.close(inviter, invitation.id(), InvitationState.DECLINED, undo.write(removed, places), clock.instant());
        invitations.remember(inviter, invitation.id(), "declined", by, null);
        mails.declined(inviter, invitation.email(), invitation.role());
        yield Result.done(reread(invitation));
      }
      case DECLINED -> Result.done(invitation);
      case EXPIRED -> Result.refused(new InvitationRefusal.Expired());
      case ACCEPTED, CANCELLED -> Result.refused(new InvitationRefusal.Decided(invitation.storedState()));
    });
  }

  /** A mistaken decline, within the invitation's lifetime: everything is as it was, under the same ids. */
  @Transactional
  public Result<Invitation, InvitationRefusal> undoDecline(String secret, @Nullable UserId by) {
    return held(secret).then(invitation -> {
      InvitationState state = invitation.state(clock.instant());
      String kept = invitation.undo();
      if (state == InvitationState.SENT) {
        return Result.done(invitation);
      }
      if (state != InvitationState.DECLINED || kept == null) {
        return Result.refused(new InvitationRefusal.Decided(state));
      }
      if (!clock.instant().isBefore(invitation.expiresAt())) {
        return Result.refused(new InvitationRefusal.Expired());
      }
      AccountId inviter = invitation.inviter();
      if (store.open(inviter, invitation.role(), invitation.email()).isPresent()) {
        return Result.refused(new InvitationRefusal.InvitedAnew());
      }
      UndoJson.Kept before = undo.read(kept);
      entities.restorePending(inviter, before.entity());
      flows.restorePending(inviter, before.places());
      store.reopen(inviter, invitation.id());
      invitations.remember(inviter, invitation.id(), "decline undone", by, null);
      return Result.done(reread(invitation));
    });
  }

  /** The link has expired and its reader would still come: the inviter is asked to send a new one, once a day at most. */
  @Transactional
  public Result<Invitation, InvitationRefusal> askForFreshLink(String secret) {
    return held(secret).then(invitation -> {
      Instant now = clock.instant();
      InvitationState state = invitation.state(now);
      if (state != InvitationState.EXPIRED) {
        return Result.refused(new InvitationRefusal.Decided(state));
      }
      Instant last = invitation.freshLinkAt();
      if (last != null && now.isBefore(last.plus(FRESH_LINK_EVERY))) {
        return Result.refused(new InvitationRefusal.FreshLinkAskedFor());
      }
      store.markFreshLinkAskedFor(invitation.inviter(), invitation.id(), now);
      invitations.remember(invitation.inviter(), invitation.id(), "fresh link asked for", null, null);
      mails.freshLinkAskedFor(invitation.inviter(), invitation.email());
      return Result.done(invitation);
    });
  }

  private Result<Invitation, InvitationRefusal> held(String secret) {
    InvitationToken token = InvitationToken.of(secret);
    store.byToken(token).ifPresent(found -> accounts.hold(found.inviter())); // always before the invitation's own lock
    return store.lockByToken(token)
        .<Result<Invitation, InvitationRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new InvitationRefusal.Unknown()));
  }

  private Invitation reread(Invitation invitation) {
    return store.find(invitation.inviter(), invitation.id()).orElseThrow();
  }

  /** The one who has the invited address and proved it. */
  private Optional<User> reader(Invitation invitation) {
    return users.byEmail(invitation.email()).filter(User::verified);
  }

  private Result<User, InvitationRefusal> whoAccepts(Invitation invitation, Accepter accepter) {
    return switch (accepter) {
      case Accepter.SignedIn(AccountId account, UserId user) -> account.equals(invitation.inviter())
          ? Result.refused(new InvitationRefusal.OwnInvitation())
          : Result.done(users.find(account, user).orElseThrow());
      case Accepter.Newcomer newcomer -> signUp(invitation, newcomer);
      case Accepter.Nobody() -> Result.refused(new InvitationRefusal.NobodyThere());
    };
  }

  private Result<User, InvitationRefusal> signUp(Invitation invitation, Accepter.Newcomer newcomer) {
    NewUser person = new NewUser(
        invitation.email(), newcomer.password(), newcomer.firstName(), newcomer.lastName(), true);
    NewAccount company = new NewAccount(newcomer.companyName(), newcomer.timeZone(), Plan.PARTNER);
    return switch (accounts.open(company, person)) {
      case Result.Done<Accounts.Opened, ?>(Accounts.Opened opened) -> Result.done(opened.user());
      case Result.Refused<Accounts.Opened, ?>(var why) -> Result.refused(new InvitationRefusal.SignUp(why));
    };
  }

  private Result<Accepted, InvitationRefusal> connect(Invitation invitation, User user, Accepter accepter) {
    AccountId invitee = user.account();
    Account inviter = accounts.of(invitation.inviter());
    Account partner = accounts.of(invitee);
    Connection connection = connections.connect(invitation.buyer(invitee), invitation.seller(invitee));
    acceptOne(invitation, partner, connection, user.id());
    for (Invitation twin : store.lockOpenToPeopleOf(inviter.id(), invitation.role(), invitee)) {
      acceptOne(twin, partner, connection, user.id());
    }
    Onboard onboard = invitation.role() == Role.BUYER
        ? onboards.begin(invitee, invitation.id(), connection.id()) : null;
    mails.accepted(inviter.id(), partner.name(), invitation.role());
    return Result.done(new Accepted(reread(invitation), connection, Entities.standingFor(inviter), onboard, user,
        accepter instanceof Accepter.Newcomer));
  }

  private void acceptOne(Invitation invitation, Account partner, Connection connection, UserId by) {
    AccountId inviter = invitation.inviter();
    Entity account = Entities.standingFor(partner);
    flows.replacePending(inviter, invitation.entity(), account.summary());
    entities.replacePending(inviter, invitation.entity(), account.id());
    store.accept(inviter, invitation.id(), partner.id(), connection.id(), clock.instant());
    invitations.remember(inviter, invitation.id(), "accepted", by, partner.name());
  }

  private Result<Accepted, InvitationRefusal> again(Invitation invitation, Accepter accepter) {
    if (accepter instanceof Accepter.SignedIn(AccountId account, UserId user)
        && account.equals(invitation.invitee())) {
      Connection connection =
          connections.between(invitation.buyer(account), invitation.seller(account)).orElseThrow();
      Onboard onboard = onboards.of(account, invitation.id()).orElse(null);
      return Result.done(new Accepted(invitation, connection, Entities.standingFor(accounts.of(invitation.inviter())),
          onboard, users.find(account, user).orElseThrow(), false));
    }
    return Result.refused(new InvitationRefusal.Decided(InvitationState.ACCEPTED));
  }
}
