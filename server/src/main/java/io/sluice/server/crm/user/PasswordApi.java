package io.sluice.server.crm.user;

import io.sluice.server.account.password.PasswordResets;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.MessageJson;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.http.OpenToAll;
import io.sluice.server.http.edge.Allowance;
import io.sluice.server.http.edge.RateLimits;
import io.sluice.server.kernel.EmailAddress;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /users/reset_password} (crm 2.1): asking for a link, and using it. */
@CrmApi
class PasswordApi {

  record AddressJson(String email) {}

  record NewPasswordJson(String token, String password, @Nullable String passwordConfirmation) {

    /** Never prints the password, nor the token. */
    @Override
    public String toString() {
      return "NewPasswordJson";
    }
  }

  private final PasswordResets resets;
  private final RateLimits limits;

  PasswordApi(PasswordResets resets, RateLimits limits) {
    this.resets = resets;
    this.limits = limits;
  }

  /** That an address has no user is documented to be told; how often one address is asked about is bounded (crm 3). */
  @OpenToAll
  @PostMapping("/api/v1/users/reset_password")
  Answer<MessageJson> ask(@RequestBody AddressJson wanted, HttpServletResponse response) {
    Optional<EmailAddress> email = EmailAddress.read(wanted.email());
    if (email.isEmpty()) {
      return Answer.problem(CrmProblems.invalid("email", "is invalid"));
    }
    Allowance allowance = limits.open("reset of " + email.get());
    if (allowance.isRefused()) {
      allowance.tell(response);
      return Answer.problem(RateLimits.problem(allowance));
    }
    return Answer.ok(resets.ask(email.get()), _ -> new MessageJson("A link to set a new password is on its way"));
  }

  @OpenToAll
  @PutMapping("/api/v1/users/reset_password")
  Answer<MessageJson> set(@RequestBody NewPasswordJson wanted) {
    if (wanted.passwordConfirmation() != null && !wanted.passwordConfirmation().equals(wanted.password())) {
      return Answer.problem(CrmProblems.invalid("password_confirmation", "does not match"));
    }
    return Answer.ok(resets.set(wanted.token(), wanted.password()), _ -> new MessageJson("The password was set"));
  }
}
