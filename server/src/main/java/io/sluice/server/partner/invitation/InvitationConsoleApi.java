package io.sluice.server.partner.invitation;

import io.sluice.server.account.Account;
import io.sluice.server.account.Accounts;
import io.sluice.server.account.Caller;
import io.sluice.server.account.Member;
import io.sluice.server.account.NewAccount;
import io.sluice.server.account.PersonJson;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.account.signin.Sessions;
import io.sluice.server.entity.EntityJson;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.http.OpenToAll;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.InvitationId;
import io.sluice.server.kernel.OnboardId;
import io.sluice.server.kernel.Result;
import io.sluice.server.kernel.UserId;
import io.sluice.server.partner.Onboard;
import io.sluice.server.partner.Onboarding;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** Our half of {@code /invitations}: what the published API leaves to a console. */
@ConsoleApi
class InvitationConsoleApi {

  record PartnerJson(AccountId accountId, String name) {}

  record InvitationJson(
      InvitationId id, String direction, String role, String email, String state, PartnerJson inviter,
      @Nullable EntityId entityId, @Nullable ConnectionId connectionId, @Nullable String description,
      Instant createdAt, Instant expiresAt, @Nullable Instant decidedAt, @Nullable OnboardId onboardId) {}

  record InviterJson(String name) {}

  record PreviewJson(
      InviterJson inviter, String as, String email, String state, Instant expiresAt, @Nullable String description,
      boolean signupRequired) {}

  record SignUpJson(
      String password, String firstName, String lastName, String companyName, @Nullable String timeZone) {

    /** Never prints the password. */
    @Override
    public String toString() {
      return "SignUpJson[" + companyName + "]";
    }
  }

  record AcceptanceRequestJson(@Nullable SignUpJson signup) {}

  record ConnectionJson(ConnectionId id, AccountId buyerAccountId, AccountId sellerAccountId) {}

  record AcceptanceJson(
      ConnectionJson connection, EntityJson entity, @Nullable Onboard onboard, PersonJson.AccountJson account,
      PersonJson user, @Nullable String csrfToken) {}

  record StateJson(String state) {}

  record MessageJson(String message) {}

  record WhoJson(UserId userId, String name, String email) {}

  record MomentJson(Instant at, String what, @Nullable WhoJson who, @Nullable String detail) {}

  private final Invitations invitations;
  private final Acceptances acceptances;
  private final Onboarding onboards;
  private final Accounts accounts;
  private final Users users;
  private final Sessions sessions;
  private final EntityJson.Writer entities;
  private final Clock clock;

  InvitationConsoleApi(Invitations invitations, Acceptances acceptances, Onboarding onboards, Accounts accounts,
      Users users, Sessions sessions, EntityJson.Writer entities, Clock clock) {
    this.invitations = invitations;
    this.acceptances = acceptances;
    this.onboards = onboards;
    this.accounts = accounts;
    this.users = users;
    this.sessions = sessions;
    this.entities = entities;
    this.clock = clock;
  }

  @GetMapping("/invitations")
  Answer<List<InvitationJson>> list(Member caller, @RequestParam(defaultValue = "sent") String direction) {
    boolean sent = direction.equals("sent");
    List<Invitation> found = sent ? invitations.sent(caller.account()) : invitations.received(caller.account());
    return Answer.ok(found.stream().map(one -> json(caller.account(), one)).toList());
  }

  @OpenToAll
  @GetMapping("/invitations/{token}")
  Answer<PreviewJson> preview(@PathVariable String token) {
    return Answer.ok(acceptances.preview(token), preview -> new PreviewJson(new InviterJson(preview.inviterName()),
        preview.invitation().role().word(), preview.invitation().email().value(), preview.state().word(),
        preview.invitation().expiresAt(), preview.invitation().description(), preview.signupRequired()));
  }

  @OpenToAll
  @PostMapping("/invitations/{token}/accept")
  Answer<AcceptanceJson> accept(@PathVariable String token, @Nullable Caller caller,
      @RequestBody(required = false) @Nullable AcceptanceRequestJson body, HttpServletRequest request) {
    return Answer.ok(acceptances.accept(token, accepter(caller, body)), accepted -> json(accepted, request));
  }

  @OpenToAll
  @PostMapping("/invitations/{token}/decline")
  Answer<StateJson> decline(@PathVariable String token, @Nullable Caller caller) {
    return Answer.ok(acceptances.decline(token, userOf(caller)), this::state);
  }

  @OpenToAll
  @PostMapping("/invitations/{token}/undo_decline")
  Answer<StateJson> undoDecline(@PathVariable String token, @Nullable Caller caller) {
    return Answer.ok(acceptances.undoDecline(token, userOf(caller)), this::state);
  }

  @OpenToAll
  @PostMapping("/invitations/{token}/fresh_link")
  Answer<MessageJson> askForFreshLink(@PathVariable String token) {
    return Answer.accepted(acceptances.askForFreshLink(token),
        invitation -> new MessageJson("the inviter was asked to send a fresh link"));
  }

  @DeleteMapping("/invitations/{entityId}")
  Answer<InvitationJson> withdraw(Member caller, @PathVariable String entityId) {
    return Answer.ok(invitations.withdraw(caller.account(), caller.user(), entityId),
        invitation -> json(caller.account(), invitation));
  }

  @GetMapping("/invitations/{entityId}/history")
  Answer<List<MomentJson>> history(Member caller, @PathVariable String entityId) {
    return Answer.ok(invitations.history(caller.account(), entityId),
        moments -> moments.stream().map(moment -> json(caller.account(), moment)).toList());
  }

  private static Acceptances.Accepter accepter(@Nullable Caller caller, @Nullable AcceptanceRequestJson body) {
    UserId user = userOf(caller);
    if (caller != null && user != null) {
      return new Acceptances.Accepter.SignedIn(caller.account(), user);
    }
    SignUpJson signup = body == null ? null : body.signup();
    if (signup == null) {
      return new Acceptances.Accepter.Nobody();
    }
    return new Acceptances.Accepter.Newcomer(signup.password(), signup.firstName(), signup.lastName(),
        signup.companyName(), Objects.requireNonNullElse(signup.timeZone(), NewAccount.DEFAULT_TIME_ZONE));
  }

  private static @Nullable UserId userOf(@Nullable Caller caller) {
    return caller == null ? null : caller.user();
  }

  private StateJson state(Invitation invitation) {
    return new StateJson(invitation.state(clock.instant()).word());
  }

  private InvitationJson json(AccountId viewer, Invitation one) {
    boolean sent = one.inviter().equals(viewer);
    Account inviter = accounts.of(one.inviter());
    return new InvitationJson(one.id(), sent ? "sent" : "received", one.role().word(), one.email().value(),
        one.state(clock.instant()).word(), new PartnerJson(inviter.id(), inviter.name()),
        sent ? one.entity() : EntityId.of(inviter.id().value()), one.connection(), one.description(), one.createdAt(),
        one.expiresAt(), one.decidedAt(), onboards.of(viewer, one.id()).map(Onboard::id).orElse(null));
  }

  /** A newcomer is signed in by accepting: the link proved the mailbox, the password is fresh. */
  private AcceptanceJson json(Acceptances.Accepted accepted, HttpServletRequest request) {
    User user = accepted.user();
    Account account = accounts.of(user.account());
    String csrfToken = accepted.newcomer() ? sessions.open(request, user) : null;
    return new AcceptanceJson(
        new ConnectionJson(accepted.connection().id(), accepted.connection().buyer(), accepted.connection().seller()),
        entities.of(account.id(), accepted.inviter()), accepted.onboard(),
        PersonJson.AccountJson.of(account, accounts.rootCompany(account.id())), PersonJson.of(user), csrfToken);
  }

  /** A partner's people are its own business: they are told by their company, in the detail. */
  private MomentJson json(AccountId viewer, Moment moment) {
    UserId who = moment.who();
    User user = who == null ? null : users.find(viewer, who).orElse(null);
    return new MomentJson(moment.at(), moment.what(),
        user == null ? null : new WhoJson(user.id(), user.fullName(), user.email().value()), moment.detail());
  }
}
