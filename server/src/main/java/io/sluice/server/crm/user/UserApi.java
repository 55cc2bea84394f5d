package io.sluice.server.crm.user;

import io.sluice.server.account.Caller;
import io.sluice.server.account.Person;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.account.signin.SignIns;
import io.sluice.server.account.signin.Tokens;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.crm.onboarding.Onboardings;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.http.OpenToAll;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /users} (crm 2.1), and a company's people (crm 2.9). */
@CrmApi
class UserApi {

  record AccessJson(long companyId, long accessId, @Nullable Boolean primary) {}

  record NewJson(
      String firstName,
      String lastName,
      String email,
      @Nullable List<AccessJson> userAccessesAttributes,
      @Nullable String password,
      @Nullable String passwordConfirmation,
      @Nullable String invitationCode) {

    Registrations.Wanted wanted() {
      List<AccessJson> accesses = Objects.requireNonNullElse(userAccessesAttributes, List.of());
      return new Registrations.Wanted(firstName, lastName, email,
          accesses.stream().map(access -> new Registrations.WantedAccess(
              access.companyId(), access.accessId(), Boolean.TRUE.equals(access.primary()))).toList(),
          password, passwordConfirmation, invitationCode);
    }

    /** Never prints the password, nor the code. */
    @Override
    public String toString() {
      return "NewJson[" + email + "]";
    }
  }

  record ChangesJson(
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String email,
      @Nullable String status,
      @Nullable String password,
      @Nullable String passwordConfirmation,
      @Nullable String currentPassword) {

    CrmUsers.Changes changes() {
      return new CrmUsers.Changes(
          firstName, lastName, email, status, password, passwordConfirmation, currentPassword);
    }

    /** Never prints a password. */
    @Override
    public String toString() {
      return "ChangesJson[" + email + "]";
    }
  }

  record CredentialsJson(String email, String password) {

    /** Never prints the password. */
    @Override
    public String toString() {
      return "CredentialsJson[" + email + "]";
    }
  }

  record OneJson(UserJson user) {}

  record PageJson(List<UserJson> users, Paging.MetaJson meta) {}

  record LoginJson(String token, UserJson user) {

    /** Never prints the token. */
    @Override
    public String toString() {
      return "LoginJson[" + user.id() + "]";
    }
  }

  private final CrmUsers crmUsers;
  private final Registrations registrations;
  private final Onboardings onboardings;
  private final SignIns signIns;
  private final Tokens tokens;
  private final Users users;

  UserApi(CrmUsers crmUsers, Registrations registrations, Onboardings onboardings, SignIns signIns, Tokens tokens,
      Users users) {
    this.crmUsers = crmUsers;
    this.registrations = registrations;
    this.onboardings = onboardings;
    this.signIns = signIns;
    this.tokens = tokens;
    this.users = users;
  }

  @OpenToAll
  @PostMapping("/api/v1/users")
  Answer<OneJson> create(@Nullable Caller caller, @RequestBody NewJson wanted) {
    UserId user = caller == null ? null : caller.user();
    Person by = caller == null || user == null ? null : new Person(caller.account(), user);
    return Answer.created(registrations.register(by, wanted.wanted()), made -> new OneJson(UserJson.of(made)));
  }

  @OpenToAll
  @PostMapping("/api/v1/users/login")
  Answer<LoginJson> login(@RequestBody CredentialsJson credentials, HttpServletRequest request) {
    return Answer.ok(signIns.signIn(credentials.email(), credentials.password(), request.getRemoteAddr()),
        user -> new LoginJson(tokens.issue(user), whole(user)));
  }

  /** For whoever is signed in by other means than a password, and wants a token. */
  @PostMapping("/api/v1/users/token")
  Answer<LoginJson> token(Person caller) {
    User user = users.find(caller.account(), caller.user()).orElseThrow();
    return Answer.ok(new LoginJson(tokens.issue(user), whole(user)));
  }

  @GetMapping("/api/v1/users/validate_jwt")
  Answer<OneJson> validate(Person caller) {
    return Answer.ok(new OneJson(whole(users.find(caller.account(), caller.user()).orElseThrow())));
  }

  @GetMapping({"/api/v1/users/by_email", "/api/v1/users/find_by_email"})
  Answer<OneJson> byEmail(Person caller, @RequestParam(required = false) @Nullable String email) {
    if (email == null) {
      return Answer.problem(CrmProblems.invalid("email", "is missing"));
    }
    return Answer.ok(crmUsers.byEmail(caller, email), user -> new OneJson(whole(user)));
  }

  @GetMapping("/api/v1/users")
  Answer<PageJson> list(
      Person caller,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "per_page", required = false) @Nullable Integer perPage,
      @RequestParam(required = false) @Nullable String search,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(name = "company_id", required = false) @Nullable Long company) {
    Paging paging = Paging.of(page, perPage);
    var filter = filter(company == null ? null : new CompanyId(company), null, status, search);
    return Answer.ok(crmUsers.list(caller, filter, paging), found ->
        new PageJson(found.users().stream().map(UserJson::of).toList(), paging.meta(found.total())));
  }

  @GetMapping("/api/v1/users/{id}")
  Answer<OneJson> show(Person caller, @PathVariable String id) {
    return Answer.ok(crmUsers.find(caller, id), user -> new OneJson(whole(user)));
  }

  @PutMapping("/api/v1/users/{id}")
  Answer<OneJson> change(
      Person caller, @PathVariable String id, @RequestBody ChangesJson wanted, HttpServletRequest request) {
    return Answer.ok(crmUsers.change(caller, id, wanted.changes(), request.getRemoteAddr()), changed ->
        new OneJson(UserJson.changed(
            changed.user(), changed.unconfirmed().map(email -> email.value()).orElse(null))));
  }

  @GetMapping("/api/v1/companies/{company_id}/users")
  Answer<PageJson> ofCompany(
      InCompany caller,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "per_page", required = false) @Nullable Integer perPage,
      @RequestParam(required = false) @Nullable String search,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(name = "access_id", required = false) @Nullable Long access) {
    Paging paging = Paging.of(page, perPage);
    var found = crmUsers.ofCompany(caller,
        filter(caller.company(), access == null ? null : Access.numbered(access).orElse(Access.SUPER_ADMIN), status, search),
        paging);
    return Answer.ok(new PageJson(found.people().stream().map(UserJson::of).toList(), paging.meta(found.total())));
  }

  /** The contract has looked at the words. An access nobody can have finds nobody. */
  private static CrmUserStore.Filter filter(
      @Nullable CompanyId company, @Nullable Access access, @Nullable String status, @Nullable String search) {
    return new CrmUserStore.Filter(company, access, status == null ? null : CrmUser.Status.of(status),
        search == null || search.isBlank() ? null : search.strip());
  }

  /** With what there is still to do. */
  private UserJson whole(User user) {
    return UserJson.of(crmUsers.show(user.id()), onboardings.of(user));
  }
}
