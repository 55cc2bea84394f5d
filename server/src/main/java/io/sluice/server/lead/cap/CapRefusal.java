package io.sluice.server.lead.cap;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way counters of caps say no. */
sealed interface CapRefusal extends Refusal {

  /** No cap of this id had leads in its current interval, or it is somebody else's. */
  record Unknown() implements CapRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }
}
