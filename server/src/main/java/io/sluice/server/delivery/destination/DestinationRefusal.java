package io.sluice.server.delivery.destination;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way destinations say no. */
sealed interface DestinationRefusal extends Refusal {

  record Unknown() implements DestinationRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** @param problems by where: all that is wrong */
  record Invalid(Map<String, List<String>> problems) implements DestinationRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "destination_invalid", "the destination cannot be saved", problems);
    }
  }

  record InUse(List<String> flows) implements DestinationRefusal {
    @Override
    public Problem problem() {
      return new Problem(409, "destination_in_use", "the destination is in use", Map.of("flow_ids", flows));
    }
  }

  record TooMany(int max) implements DestinationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "too_many_destinations", "an account has at most " + max + " destinations");
    }
  }
}
