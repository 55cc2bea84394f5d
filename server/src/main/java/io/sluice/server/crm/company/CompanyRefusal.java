package io.sluice.server.crm.company;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way companies say no. */
public sealed interface CompanyRefusal extends Refusal {

  /** Not an admin of a company this touches. */
  record Forbidden() implements CompanyRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.forbidden();
    }
  }

  record ReadOnly() implements CompanyRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.readOnly();
    }
  }

  /** @param sentence to be read after the field's name */
  record Unfit(String field, String sentence) implements CompanyRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(field, sentence);
    }
  }
}
