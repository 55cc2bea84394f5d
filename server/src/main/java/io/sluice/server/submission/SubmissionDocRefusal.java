package io.sluice.server.submission;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way submission documents say no. */
public sealed interface SubmissionDocRefusal extends Refusal {

  /** No such flow, none that is deployed, no such source in it, or not for this reader. */
  record Unknown() implements SubmissionDocRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }
}
