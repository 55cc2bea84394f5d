package io.sluice.server.crm.loop.setup;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.flow.FlowRefusal;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import io.sluice.server.partner.onboard.OnboardRefusal;

/** Every way setting up a partner's leads says no. */
public sealed interface ExchangeRefusal extends Refusal {

  /** The onboard or the flow named; also: not the account's. */
  record Unknown() implements ExchangeRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** The partner's leads go elsewhere already, and a partner's leads go through one flow. */
  record SetUpElsewhere() implements ExchangeRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.conflict("the onboard is completed, and its flow does not lead into this company: add a step "
          + "sluice-crm.outbound to it");
    }
  }

  /** The flow cannot be saved or deployed with what is added. */
  record FlowRefused(FlowRefusal why) implements ExchangeRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.conflict(why.problem().inOneLine());
    }
  }

  /** The buyer's side stands and the seller's does not; asked for again, it goes on from there. */
  record SetUpFailed(String why) implements ExchangeRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.conflict(why);
    }
  }

  record OnboardRefused(OnboardRefusal why) implements ExchangeRefusal {
    @Override
    public Problem problem() {
      Problem problem = why.problem();
      return problem.status() == 404 ? problem : CrmProblems.conflict(problem.inOneLine());
    }
  }
}
