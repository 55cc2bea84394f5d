package io.sluice.server.account.key;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way keys say no. */
public sealed interface KeyRefusal extends Refusal {

  record Unknown() implements KeyRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record AlreadyRevoked() implements KeyRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "revoked", "this key was revoked");
    }
  }

  record NotAllowed() implements KeyRefusal {
    @Override
    public Problem problem() {
      return Problem.notAuthorized();
    }
  }

  record TooMany(int max) implements KeyRefusal {
    @Override
    public Problem problem() {
      return new Problem(409, "too_many_keys", "revoke a key before you make another",
          Map.of("name", List.of("an account has at most " + max + " keys in force")));
    }
  }
}
