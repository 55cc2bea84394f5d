package io.sluice.server.crm.user;

import io.sluice.server.account.AccountRefusal;
import io.sluice.server.account.Accounts;
import io.sluice.server.account.NewUser;
import io.sluice.server.account.Person;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.account.password.PasswordResets;
import io.sluice.server.account.provider.Newcomers;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.crm.access.grant.Grants;
import io.sluice.server.crm.access.grant.Seats;
import io.sluice.server.crm.access.grant.UserAccess;
import io.sluice.server.crm.access.grant.UserAccessRefusal;
import io.sluice.server.crm.invitation.Invitation;
import io.sluice.server.crm.invitation.Invitations;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Making users (crm 2.1). Anybody may ask, so nothing that is asked for is given because it was asked: an access is an
 * invitation's, or an admin's to give; a password is for who proves the mailbox by an invitation's code. Everybody else
 * is entered as pending and mailed a link by which she sets one.
 */
@Component
class Registrations implements Newcomers {

  private final Users users;
  private final Accounts accounts;
  private final Invitations invitations;
  private final Standings standings;
  private final Grants accesses;
  private final Seats seats;
  private final PasswordResets passwords;
  private final CrmUsers crmUsers;

  Registrations(Users users, Accounts accounts, Invitations invitations, Standings standings, Grants accesses,
      Seats seats, PasswordResets passwords, CrmUsers crmUsers) {
    this.users = users;
    this.accounts = accounts;
    this.invitations = invitations;
    this.standings = standings;
    this.accesses = accesses;
    this.seats = seats;
    this.passwords = passwords;
    this.crmUsers = crmUsers;
  }

  record WantedAccess(long company, long access, boolean primary) {}

  record Wanted(
      String firstName,
      String lastName,
      String email,
      List<WantedAccess> accesses,
      @Nullable String password,
      @Nullable String passwordConfirmation,
      @Nullable String invitationCode) {

    /** Never prints the password, nor the code. */
    @Override
    public String toString() {
      return "Wanted[" + email + "]";
    }
  }

  /** An access that may be given, and the account it lies in. */
  private record Grant(AccountId account, Grants.Wanted wanted, boolean invited) {}

  /** @param by who is signed in, if anybody is */
  @Transactional
  Result<CrmUser, CrmUserRefusal> register(@Nullable Person by, Wanted wanted) {
    Optional<EmailAddress> address = EmailAddress.read(wanted.email());
    if (address.isEmpty()) {
      return Result.refused(CrmUserRefusal.Invalid.of("email", "is invalid"));
    }
    EmailAddress email = address.get();
    users.hold(email);
    List<Invitation> open = invitations.holdOpenTo(email);
    Optional<Invitation> byCode = Optional.ofNullable(wanted.invitationCode()).flatMap(invitations::open)
        .filter(invitation -> invitation.email().equals(email));
    NewUser person = new NewUser(
        email, wanted.password(), wanted.firstName().strip(), wanted.lastName().strip(), byCode.isPresent());
    Map<String, List<String>> problems = problemsOf(wanted, person, byCode);
    List<Grant> grants = grants(by, wanted.accesses(), open, byCode, problems);
    if (!problems.isEmpty()) {
      return Result.refused(new CrmUserRefusal.Invalid(problems));
    }
    for (Grant grant : grants) {
      if (!grant.invited() && !seats.haveRoom(grant.account(), new CompanyId(grant.wanted().company()))) {
        return Result.refused(new CrmUserRefusal.NoSeat(grant.wanted().company()));
      }
    }
    Optional<User> waiting = users.waiting(email);
    User user = waiting.isPresent()
        ? users.complete(waiting.get(), person, home(grants)) : enter(person, grants);
    if (!grants.isEmpty()) {
      done(accesses.grant(by == null ? null : by.user(), user.id(), grants.stream().map(Grant::wanted).toList()));
    }
    if (person.password() == null) {
      passwords.askForFirst(user);
    }
    return Result.done(crmUsers.show(user.id()));
  }

  /** By a provider that proved her address: she has what she is invited to, as if she had come by the codes. */
  @Override
  @Transactional(propagation = Propagation.MANDATORY)
  public User welcome(NewUser person) {
    List<Grant> grants = invitations.holdOpenTo(person.email()).stream()
        .map(invitation -> grant(invitation, false)).toList();
    User user = enter(person, grants);
    if (!grants.isEmpty()) {
      done(accesses.grant(null, user.id(), grants.stream().map(Grant::wanted).toList()));
    }
    return user;
  }

  private Map<String, List<String>> problemsOf(Wanted wanted, NewUser person, Optional<Invitation> byCode) {
    Map<String, List<String>> problems = new LinkedHashMap<>(Users.problemsOf(person));
    boolean taken = users.byEmail(person.email()).isPresent()
        || byCode.isEmpty() && users.waiting(person.email()).isPresent();
    if (taken) {
      problems.put("email", List.of("has already been taken"));
    }
    if (wanted.invitationCode() != null && byCode.isEmpty()) {
      problems.put("invitation_code", List.of("is not one that is open to this address"));
    }
    if (wanted.password() != null && byCode.isEmpty()) {
      problems.put("password",
          List.of("can only be set with the invitation_code that was mailed to this address, or by the link of a mail"));
    }
    if (wanted.passwordConfirmation() != null && !wanted.passwordConfirmation().equals(wanted.password())) {
      problems.put("password_confirmation", List.of("does not match"));
    }
    return problems;
  }

  /** What of the wanted accesses may be given; what is not wanted in so many words is what the invitations offer. */
  private List<Grant> grants(@Nullable Person by, List<WantedAccess> wanted, List<Invitation> open,
      Optional<Invitation> byCode, Map<String, List<String>> problems) {
    Map<Long, Grant> grants = new LinkedHashMap<>();
    Map<Long, Invitation> offers = new HashMap<>();
    open.forEach(invitation -> offers.put(invitation.company().value(), invitation));
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < wanted.size(); i++) {
      WantedAccess one = wanted.get(i);
      String at = "user_accesses_attributes[" + i + "]";
      Optional<Grant> grant = offered(one, offers.get(one.company())).or(() -> ofAdmin(by, one));
      if (!seen.add(one.company())) {
        problems.put(at + ".company_id", List.of("is there twice"));
      } else if (grant.isEmpty()) {
        problems.put(at, List.of("is not what this address was invited to"));
      } else {
        grants.put(one.company(), grant.get());
      }
    }
    if (wanted.stream().filter(WantedAccess::primary).count() > 1) {
      problems.put("user_accesses_attributes", List.of("can make one access primary, not several"));
    }
    List<Invitation> further = byCode.map(List::of).orElse(wanted.isEmpty() ? open : List.of());
    further.forEach(invitation -> grants.putIfAbsent(invitation.company().value(), grant(invitation, false)));
    return new ArrayList<>(grants.values());
  }

  private static Optional<Grant> offered(WantedAccess wanted, @Nullable Invitation offer) {
    return Optional.ofNullable(offer).filter(invitation -> invitation.access().number() == wanted.access())
        .map(invitation -> grant(invitation, wanted.primary()));
  }

  private static Grant grant(Invitation invitation, boolean primary) {
    return new Grant(
        invitation.account(), Grants.Wanted.of(invitation.company(), invitation.access(), primary), true);
  }

  private Optional<Grant> ofAdmin(@Nullable Person by, WantedAccess wanted) {
    Optional<Access> access = Access.grantable(wanted.access());
    if (by == null || access.isEmpty() || wanted.company() <= 0) {
      return Optional.empty();
    }
    CompanyId company = new CompanyId(wanted.company());
    return standings.in(company, by)
        .filter(standing -> standing.may(Access.ADMIN) && !standing.readOnly())
        .map(Standing::account)
        .map(account -> new Grant(account, Grants.Wanted.of(company, access.get(), wanted.primary()), false));
  }

  /** Into the account of the company that wants her; whom nobody wants has one of her own (crm 2.3). */
  private User enter(NewUser person, List<Grant> grants) {
    Result<User, AccountRefusal> entered = grants.isEmpty()
        ? accounts.openWithoutCompany(person)
        : users.join(home(grants), person);
    return switch (entered) {
      case Result.Done<User, AccountRefusal>(User user) -> user;
      case Result.Refused<User, AccountRefusal>(AccountRefusal refusal) ->
          throw new IllegalStateException("the address is held, and all was looked at: " + refusal.problem().inOneLine());
    };
  }

  private static AccountId home(List<Grant> grants) {
    return grants.stream().filter(grant -> grant.wanted().primary()).findFirst().orElse(grants.getFirst()).account();
  }

  private static void done(Result<List<UserAccess>, UserAccessRefusal> granted) {
    if (granted instanceof Result.Refused<List<UserAccess>, UserAccessRefusal>(UserAccessRefusal refusal)) {
      throw new IllegalStateException("what is granted was looked at: " + refusal.problem().inOneLine());
    }
  }
}
