package io.sluice.server.account.signin;

import io.sluice.server.account.AccountRefusal;
import io.sluice.server.account.Accounts;
import io.sluice.server.account.NewAccount;
import io.sluice.server.account.NewUser;
import io.sluice.server.account.PersonJson;
import io.sluice.server.account.Plan;
import io.sluice.server.account.User;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.http.OpenToAll;
import io.sluice.server.kernel.EmailAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /signup} and {@code /email_verification} of the console contract. */
@ConsoleApi
class SignUpApi {

  record SignUpJson(String email, String password, String firstName, String lastName, String companyName,
      @Nullable String timeZone) {

    /** Never prints the password. */
    @Override
    public String toString() {
      return "SignUpJson[" + email + "]";
    }
  }

  record SignedUpJson(PersonJson.AccountJson account, PersonJson user) {}

  record AddressJson(String email) {}

  record MessageJson(String message) {}

  record VerifiedJson(PersonJson user) {}

  private final SignUps signUps;
  private final Accounts accounts;

  SignUpApi(SignUps signUps, Accounts accounts) {
    this.signUps = signUps;
    this.accounts = accounts;
  }

  @OpenToAll
  @PostMapping("/signup")
  Answer<SignedUpJson> signUp(@RequestBody SignUpJson wanted) {
    Optional<EmailAddress> email = EmailAddress.read(wanted.email());
    if (email.isEmpty()) {
      return Answer.problem(new AccountRefusal.Invalid(Map.of("email", List.of("is invalid"))).problem());
    }
    NewAccount company = new NewAccount(wanted.companyName(),
        Objects.requireNonNullElse(wanted.timeZone(), NewAccount.DEFAULT_TIME_ZONE), Plan.PRO);
    NewUser person = new NewUser(email.get(), wanted.password(), wanted.firstName(), wanted.lastName(), false);
    return Answer.created(signUps.signUp(company, person), this::json);
  }

  @OpenToAll
  @PostMapping("/email_verification")
  Answer<MessageJson> sendAgain(@RequestBody AddressJson address) {
    signUps.sendAgain(address.email());
    return Answer.accepted(new MessageJson("if this address waits for a link, one is on its way"));
  }

  @OpenToAll
  @PostMapping("/email_verification/{token}")
  Answer<VerifiedJson> verify(@PathVariable String token) {
    return Answer.ok(signUps.verify(token), user -> new VerifiedJson(PersonJson.of(user)));
  }

  private SignedUpJson json(User user) {
    return new SignedUpJson(
        PersonJson.AccountJson.of(accounts.of(user.account()), accounts.rootCompany(user.account())), PersonJson.of(user));
  }
}
