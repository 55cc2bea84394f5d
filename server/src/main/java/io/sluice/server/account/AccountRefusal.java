package io.sluice.server.account;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every way accounts and users say no. */
public sealed interface AccountRefusal extends Refusal {

  record EmailTaken() implements AccountRefusal {
    @Override
    public Problem problem() {
      return new Problem(409, "email_taken", "a user with this e-mail exists: sign in instead",
          Map.of("email", List.of("has already been taken")));
    }
  }

  /** Field → sentences, all of them. */
  record Invalid(Map<String, List<String>> fields) implements AccountRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "invalid", "some fields need another look", new TreeMap<>(fields));
    }
  }

  record TooOften() implements AccountRefusal {
    @Override
    public Problem problem() {
      return Problem.of(429, "too_often", "this address was mailed several links within the hour: use one of them, or wait")
          .after(3_600);
    }
  }

  record NotAllowed() implements AccountRefusal {
    @Override
    public Problem problem() {
      return Problem.notAuthorized();
    }
  }

  record UnknownUser() implements AccountRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** A problem the exchange answers with 400 (exchange 2.1). */
  record BadRequest(String sentence) implements AccountRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "bad_request", sentence);
    }
  }
}
