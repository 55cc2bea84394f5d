package io.sluice.server.flow;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way flows say no (exchange 2.1, 5.1). */
public sealed interface FlowRefusal extends Refusal {

  record Unknown() implements FlowRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** The id was chosen by the caller, and is somebody's. */
  record IdTaken() implements FlowRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "id_taken", "this id is taken");
    }
  }

  record BadId() implements FlowRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "bad_id", "id must be 24 hex characters");
    }
  }

  record TooMany(int max) implements FlowRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "too_many_flows", "an account has at most " + max + " flows");
    }
  }

  /** It cannot be saved or deployed. {@code flow} is the one that was wanted, its {@code errors} filled: the answer. */
  record Broken(FlowDocument flow) implements FlowRefusal {
    @Override
    public Problem problem() {
      return Problem.of(422, "flow_has_errors", "the flow has errors: " + flow.json().path("errors"));
    }
  }
}
