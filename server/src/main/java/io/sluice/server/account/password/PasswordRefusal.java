package io.sluice.server.account.password;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way setting a password by mail says no. */
public sealed interface PasswordRefusal extends Refusal {

  /** Told in so many words, as the API this one is compatible with does (crm 2.1). */
  record UnknownAddress() implements PasswordRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** She signs in through a provider, or an admin has put her out: a password would not let her in. */
  record NoPassword() implements PasswordRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "conflict", "this user does not sign in with a password");
    }
  }

  record TooOften() implements PasswordRefusal {
    @Override
    public Problem problem() {
      return Problem.of(429, "too_often", "this address was mailed several links within the hour: use one of them, or wait")
          .after(3_600);
    }
  }

  record UnknownToken() implements PasswordRefusal {
    @Override
    public Problem problem() {
      return Problem.of(404, "not_found", "this link was used, has expired or never was: ask for a new one");
    }
  }

  record Invalid(Map<String, List<String>> fields) implements PasswordRefusal {
    @Override
    public Problem problem() {
      return new Problem(422, "validation_failed", "Validation failed", fields);
    }
  }
}
