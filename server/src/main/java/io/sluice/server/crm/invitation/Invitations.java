package io.sluice.server.crm.invitation;

import io.sluice.server.account.Person;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.audit.Audit;
import io.sluice.server.audit.AuditLine.Action;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.CompanyLocks;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.crm.access.grant.Seats;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.BaseUrl;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import io.sluice.server.mail.Mails;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Asking somebody into a company. There is no operation that accepts: an invitation is answered by the access it offers
 * being given, to a new user (crm 2.1) or to one who asks for it herself (crm 2.5).
 */
@Component
public class Invitations {

  private static final Duration LIFETIME = Duration.ofDays(7);
  private static final Duration OFTEN = Duration.ofHours(1);
  private static final int OFTEN_MAILS = 5;
  private static final Duration MAIL_EVERY = Duration.ofMinutes(1);
  private static final String TYPE = "company_invitation";
  private static final String UNNAMED = "Somebody";

  private final InvitationStore store;
  private final Standings standings;
  private final Seats seats;
  private final CompanyLocks locks;
  private final Users users;
  private final Mails mails;
  private final Audit audit;
  private final BaseUrl base;
  private final Clock clock;

  Invitations(InvitationStore store, Standings standings, Seats seats, CompanyLocks locks, Users users, Mails mails,
      Audit audit, BaseUrl base, Clock clock) {
    this.store = store;
    this.standings = standings;
    this.seats = seats;
    this.locks = locks;
    this.users = users;
    this.mails = mails;
    this.audit = audit;
    this.base = base;
    this.clock = clock;
  }

  /** What a code tells whoever holds it. @param userExists whether to sign in, or to sign up */
  record Invited(EmailAddress email, boolean userExists) {}

  /** What the mail with the code says, too. */
  record Offer(String company, Access access, String inviter, Instant until) {}

  @Transactional
  Result<Invitation, InvitationRefusal> create(Person by, String address, long company, long accessNumber) {
    Optional<EmailAddress> read = EmailAddress.read(address);
    if (read.isEmpty()) {
      return Result.refused(new InvitationRefusal.Invalid("email", "is invalid"));
    }
    EmailAddress email = read.get();
    Optional<Standing> found = standings.in(new CompanyId(company), by).filter(standing -> standing.may(Access.MANAGER));
    if (found.isEmpty()) {
      return Result.refused(new InvitationRefusal.Forbidden());
    }
    Standing standing = found.get();
    Optional<Access> wanted = Access.grantable(accessNumber);
    if (wanted.isEmpty()) {
      return Result.refused(new InvitationRefusal.Invalid("access_id", "is not an access that can be given"));
    }
    Access access = wanted.get();
    if (!standing.may(access)) {
      return Result.refused(new InvitationRefusal.Forbidden());
    }
    if (standing.readOnly()) {
      return Result.refused(new InvitationRefusal.ReadOnly());
    }
    AccountId account = standing.account();
    Instant now = clock.instant();
    users.hold(email);
    locks.hold(account, standing.company());
    if (store.isIn(account, standing.company(), email)) {
      return Result.refused(new InvitationRefusal.Invalid("email", "is in the company already"));
    }
    if (store.isOpen(account, standing.company(), email, now)) {
      return Result.refused(new InvitationRefusal.Invalid("email", "has a pending invitation to the company already"));
    }
    if (store.mailedSince(email, now.minus(OFTEN)) >= OFTEN_MAILS) {
      return Result.refused(new InvitationRefusal.TooOften(OFTEN));
    }
    if (!seats.haveRoom(account, standing.company())) {
      return Result.refused(new InvitationRefusal.NoSeat());
    }
    String code = InvitationCode.random();
    store.expire(account, standing.company(), email, now);
    long id = store.insert(
        account, standing.company(), email, access, InvitationCode.of(code), by.user(), now, now.plus(LIFETIME));
    Invitation made = store.lock(account, id, now).orElseThrow();
    mail(made, code, by);
    audit.record(account, by.user(), Action.CREATE, TYPE, Long.toString(id),
        email + ", " + access.word() + " in company " + company);
    return Result.done(made);
  }

  /** A new code, and a week more. The one that was mailed before leads nowhere. */
  @Transactional
  Result<Invitation, InvitationRefusal> resend(Person by, String id) {
    Instant now = clock.instant();
    return changeable(by, id, now).then(invitation -> {
      if (invitation.mailedAt().isAfter(now.minus(MAIL_EVERY))) {
        return Result.refused(new InvitationRefusal.TooOften(MAIL_EVERY));
      }
      String code = InvitationCode.random();
      store.renew(invitation.account(), invitation.id(), InvitationCode.of(code), now, now.plus(LIFETIME));
      Invitation renewed = store.lock(invitation.account(), invitation.id(), now).orElseThrow();
      mail(renewed, code, by);
      audit.record(invitation.account(), by.user(), Action.UPDATE, TYPE, Long.toString(renewed.id()), "mailed again");
      return Result.done(renewed);
    });
  }

  @Transactional
  Result<Invitation, InvitationRefusal> revoke(Person by, String id) {
    Instant now = clock.instant();
    return changeable(by, id, now).map(invitation -> {
      store.end(invitation.account(), invitation.id(), Invitation.Status.REVOKED, now);
      audit.record(invitation.account(), by.user(), Action.DELETE, TYPE, Long.toString(invitation.id()),
          invitation.email().value());
      return invitation;
    });
  }

  /** To her own address, whichever company asks; to another's, of those companies she is an admin of. */
  Result<List<Invitation>, InvitationRefusal> pendingTo(Person by, EmailAddress email) {
    List<Invitation> all = store.openTo(email, clock.instant());
    boolean own = users.find(by.account(), by.user()).filter(user -> user.email().equals(email)).isPresent();
    if (own) {
      return Result.done(all);
    }
    if (users.isSuperuser(by.account(), by.user())) {
      return Result.done(all);
    }
    Set<CompanyId> administered = standings.of(by).stream().filter(standing -> standing.may(Access.ADMIN))
        .map(Standing::company).collect(Collectors.toSet());
    return administered.isEmpty()
        ? Result.refused(new InvitationRefusal.Forbidden())
        : Result.done(all.stream().filter(one -> administered.contains(one.company())).toList());
  }

  List<Invitation> pendingIn(AccountId account, CompanyId company, Paging paging) {
    return store.open(account, company, paging, clock.instant());
  }

  long countPendingIn(AccountId account, CompanyId company) {
    return store.countOpen(account, company, clock.instant());
  }

  Optional<Invited> byCode(String code) {
    return store.byCode(InvitationCode.of(code), clock.instant())
        .map(invitation -> new Invited(invitation.email(), users.byEmail(invitation.email()).isPresent()));
  }

  Optional<Offer> offer(String code) {
    return open(code).map(invitation -> new Offer(invitation.companyName(), invitation.access(),
        users.byNumber(invitation.invitedBy()).map(User::fullName).orElse(UNNAMED), invitation.expiresAt()));
  }

  /** All that are open to this address, held until the transaction ends; the address is held by the caller. */
  @Transactional(propagation = Propagation.MANDATORY)
  public List<Invitation> holdOpenTo(EmailAddress email) {
    return store.lockOpenTo(email, clock.instant());
  }

  /** The one this code opens. */
  public Optional<Invitation> open(String code) {
    return store.byCode(InvitationCode.of(code), clock.instant());
  }

  /** An invitation that is neither accepted nor over, in a company where the caller might have made it. */
  private Result<Invitation, InvitationRefusal> changeable(Person by, String id, Instant now) {
    Optional<Invitation> found = CrmIds.read(id)
        .flatMap(number -> store.accountOf(number, standings.accountsOf(by))
            .flatMap(account -> store.lock(account, number, now)));
    Optional<Standing> standing = found.flatMap(invitation -> standings.in(invitation.company(), by));
    if (found.isEmpty() || standing.isEmpty()) {
      return Result.refused(new InvitationRefusal.Unknown());
    }
    Invitation invitation = found.get();
    if (!standing.get().may(Access.MANAGER) || !standing.get().may(invitation.access())) {
      return Result.refused(new InvitationRefusal.Forbidden());
    }
    if (standing.get().readOnly()) {
      return Result.refused(new InvitationRefusal.ReadOnly());
    }
    return switch (invitation.status()) {
      case PENDING -> Result.done(invitation);
      case ACCEPTED -> Result.refused(new InvitationRefusal.Invalid("id", "has been accepted already"));
      case REVOKED, EXPIRED -> Result.refused(new InvitationRefusal.Unknown());
    };
  }

  private void mail(Invitation invitation, String code, Person by) {
    String inviter = users.find(by.account(), by.user()).map(User::fullName).orElse(UNNAMED);
    mails.queue(new CompanyInvitationMail(invitation.email(), inviter, invitation.companyName(),
        invitation.access().word(), invitation.expiresAt(), URI.create(base.link("/join-company/" + code))));
  }
}
