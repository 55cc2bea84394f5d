package io.sluice.server.entity;

import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way entities say no (exchange 4.4). */
public sealed interface EntityRefusal extends Refusal {

  /** Unknown, or not to be seen by this account. */
  record Unknown() implements EntityRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** Visible, but not the caller's own. */
  record NotYours() implements EntityRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "entity_cannot_be_changed", "entity cannot be changed");
    }
  }

  record InUse(List<FlowId> flows) implements EntityRefusal {
    @Override
    public Problem problem() {
      return new Problem(409, "entity_in_use", "entity is in use",
          Map.of("flow_ids", flows.stream().map(FlowId::value).toList()));
    }
  }
}
