package io.sluice.server.account.signin;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way sign-in says no. */
public sealed interface SignInRefusal extends Refusal {

  /** Unknown address and wrong password read the same. */
  record WrongCredentials() implements SignInRefusal {
    @Override
    public Problem problem() {
      return Problem.of(401, "wrong_credentials", "e-mail or password is wrong");
    }
  }

  record TooManyTries(int waitSeconds) implements SignInRefusal {
    @Override
    public Problem problem() {
      return Problem.of(429, "too_many_requests",
          "too many wrong passwords from here: try again in " + waitSeconds + " seconds").after(waitSeconds);
    }
  }

  /** Told only to who knows the password. */
  record Inactive() implements SignInRefusal {
    @Override
    public Problem problem() {
      return Problem.of(403, "inactive", "this user is not active: ask an admin of your company");
    }
  }

  record NotVerified() implements SignInRefusal {
    @Override
    public Problem problem() {
      return Problem.of(403, "email_not_verified", "open the link in the mail we sent you first");
    }
  }

  record UnknownToken() implements SignInRefusal {
    @Override
    public Problem problem() {
      return Problem.of(404, "not_found", "this link was used, has expired or never was: ask for a new one");
    }
  }
}
