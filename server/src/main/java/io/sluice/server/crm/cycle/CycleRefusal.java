package io.sluice.server.crm.cycle;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way cycles say no. */
public sealed interface CycleRefusal extends Refusal {

  record Unknown() implements CycleRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** The company works without cycles. */
  record SwitchedOff() implements CycleRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("cycles_enabled", "is off: switch the company's cycles on first");
    }
  }

  record TooMany(int max) implements CycleRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "cannot be added: a company has at most " + max + " cycles");
    }
  }

  record HoldsLeads() implements CycleRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("cycle_id", "holds leads that were made in it: it can be changed, not deleted");
    }
  }

  /** @param errors field → sentences */
  record Invalid(Map<String, List<String>> errors) implements CycleRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(errors);
    }
  }
}
