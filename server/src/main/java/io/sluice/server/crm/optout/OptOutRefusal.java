package io.sluice.server.crm.optout;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way opting out says no. */
sealed interface OptOutRefusal extends Refusal {

  /** No such opt-out, request or link, or somebody else's. */
  record Unknown() implements OptOutRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** Neither an address nor a number that a person could be known by. */
  record Nobody() implements OptOutRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "invalid", "there is nobody to opt out",
          Map.of("email", List.of("or phone must be given, as an address or a number that exists")));
    }
  }
}
