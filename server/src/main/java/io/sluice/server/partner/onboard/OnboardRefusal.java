package io.sluice.server.partner.onboard;

import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way onboards and the set-up say no (exchange 4.8, 4.9). */
public sealed interface OnboardRefusal extends Refusal {

  /** Also: not the buyer's, and a flow that is not the buyer's. */
  record Unknown() implements OnboardRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record NoConnection() implements OnboardRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "no_connection", "invitation has no connection");
    }
  }

  record BadMove(String from, String to) implements OnboardRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "bad_move", "an onboard cannot go from " + from + " to " + to);
    }
  }

  /** A property that never changes was sent with another value. */
  record Fixed(String property) implements OnboardRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "fixed", property + " cannot be changed");
    }
  }

  record NothingNamed() implements OnboardRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "nothing_named", "connection_id or invitation_id is required");
    }
  }

  record Inconsistent() implements OnboardRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "inconsistent", "connection_id is not the connection of invitation_id");
    }
  }

  record OtherFlowUsed(FlowId used) implements OnboardRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "other_flow", "this onboard uses flow " + used);
    }
  }

  /** A flow cannot be deployed as it is. */
  record SetUpImpossible(String why) implements OnboardRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "set_up_impossible", why);
    }
  }
}
