package io.sluice.server.simulation;

import io.sluice.server.flow.FlowRefusal;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way a simulation says no. */
sealed interface SimulationRefusal extends Refusal {

  /** The flow is unknown, or cannot run as it is. */
  record OfFlow(FlowRefusal refusal) implements SimulationRefusal {
    @Override
    public Problem problem() {
      return refusal.problem();
    }
  }

  /** @param fields sentences by where they belong in the request */
  record Unclear(Map<String, List<String>> fields) implements SimulationRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "simulation_unclear", "it is not clear what is to be tried", fields);
    }
  }
}
