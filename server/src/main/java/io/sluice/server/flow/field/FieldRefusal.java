package io.sluice.server.flow.field;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way fields say no. */
public sealed interface FieldRefusal extends Refusal {

  record Unknown() implements FieldRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }
}
