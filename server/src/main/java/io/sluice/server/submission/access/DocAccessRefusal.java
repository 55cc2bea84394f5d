package io.sluice.server.submission.access;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way the list of opened documents says no. */
sealed interface DocAccessRefusal extends Refusal {

  /** Nothing in the caller's list is about this. */
  record Unknown() implements DocAccessRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record NotSaid() implements DocAccessRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "hidden_missing", "hidden must be true or false");
    }
  }
}
