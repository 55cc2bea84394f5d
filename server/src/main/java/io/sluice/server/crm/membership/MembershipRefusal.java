package io.sluice.server.crm.membership;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way plans say no. */
public sealed interface MembershipRefusal extends Refusal {

  /** No such plan, or no active one to cancel. */
  record Unknown() implements MembershipRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** @param sentence to be read after the name of the plan's parameter */
  record Unfit(String sentence) implements MembershipRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("membership_id", sentence);
    }
  }
}
