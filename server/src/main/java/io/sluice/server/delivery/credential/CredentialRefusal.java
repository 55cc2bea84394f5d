package io.sluice.server.delivery.credential;

import io.sluice.server.kernel.CredentialId;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.stream.Collectors;

/** Every way credentials say no. */
public sealed interface CredentialRefusal extends Refusal {

  /** Unknown, deleted, or another account's. */
  record Unknown() implements CredentialRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** It was sealed with a key that this server does not have. */
  record Unreadable(CredentialId id) implements CredentialRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "credential_unreadable", "the secrets of credential " + id
          + " were sealed with a key that this server does not have");
    }
  }

  record Incomplete(String type, List<String> missing) implements CredentialRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "credential_incomplete", missing.stream()
          .map(property -> property + " is required for a credential of type " + type)
          .collect(Collectors.joining("; ")));
    }
  }

  /** The id was chosen by the caller, and another credential has it. */
  record IdTaken() implements CredentialRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "id_taken", "this id is taken");
    }
  }

  record TooMany(int max) implements CredentialRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "too_many_credentials", "an account has at most " + max + " credentials");
    }
  }
}
