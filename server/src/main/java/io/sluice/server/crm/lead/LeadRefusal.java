package io.sluice.server.crm.lead;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way leads say no. */
public sealed interface LeadRefusal extends Refusal {

  record Unknown() implements LeadRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record Forbidden() implements LeadRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.forbidden();
    }
  }

  /** The company's plan has ended. */
  record ReadOnly() implements LeadRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.readOnly();
    }
  }

  /** Somebody else changed the same person at the same time. */
  record Overtaken() implements LeadRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.conflict("another request was quicker: look again");
    }
  }

  /** @param errors field → sentences to be read after the field's name */
  record Invalid(Map<String, List<String>> errors) implements LeadRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(errors);
    }
  }

  /** The company's plan has room for no more this month. */
  record NoRoom() implements LeadRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.limit("the company's membership has room for no more leads this month");
    }
  }
}
