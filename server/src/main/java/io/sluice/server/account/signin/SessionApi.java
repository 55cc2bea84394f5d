package io.sluice.server.account.signin;

import io.sluice.server.account.Accounts;
import io.sluice.server.account.Person;
import io.sluice.server.account.PersonJson;
import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.http.OpenToAll;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /session} of the console contract. */
@ConsoleApi
class SessionApi {

  record CredentialsJson(String email, String password) {

    /** Never prints the password. */
    @Override
    public String toString() {
      return "CredentialsJson[" + email + "]";
    }
  }

  record SessionJson(PersonJson user, PersonJson.AccountJson account, String csrfToken) {}

  record MessageJson(String message) {}

  private final SignIns signIns;
  private final Sessions sessions;
  private final Users users;
  private final Accounts accounts;

  SessionApi(SignIns signIns, Sessions sessions, Users users, Accounts accounts) {
    this.signIns = signIns;
    this.sessions = sessions;
    this.users = users;
    this.accounts = accounts;
  }

  @OpenToAll
  @PostMapping("/session")
  Answer<SessionJson> signIn(@RequestBody CredentialsJson credentials, HttpServletRequest request) {
    return Answer.ok(signIns.signIn(credentials.email(), credentials.password(), request.getRemoteAddr()),
        user -> json(user, sessions.open(request, user)));
  }

  @GetMapping("/session")
  Answer<SessionJson> show(Person caller, HttpServletRequest request) {
    User user = users.find(caller.account(), caller.user()).orElseThrow();
    return Answer.ok(json(user, sessions.csrfToken(request)));
  }

  @DeleteMapping("/session")
  Answer<MessageJson> signOut(Person caller, HttpServletRequest request) {
    sessions.close(request);
    signIns.signedOut(caller.account(), caller.user(), request.getRemoteAddr());
    return Answer.ok(new MessageJson("signed out"));
  }

  private SessionJson json(User user, String csrfToken) {
    return new SessionJson(PersonJson.of(user),
        PersonJson.AccountJson.of(accounts.of(user.account()), accounts.rootCompany(user.account())), csrfToken);
  }
}
