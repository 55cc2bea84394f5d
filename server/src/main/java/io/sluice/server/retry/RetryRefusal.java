package io.sluice.server.retry;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way further tries say no. */
sealed interface RetryRefusal extends Refusal {

  /** Unknown, over, or another account's. */
  record Unknown() implements RetryRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** What is on its way to the recipient cannot be called back. */
  record InHand() implements RetryRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "being_delivered", "it is being delivered right now");
    }
  }

  /** The database does not answer. */
  record Unavailable() implements RetryRefusal {
    @Override
    public Problem problem() {
      return Problem.of(503, "unavailable", "try again in a moment");
    }
  }
}
