package io.sluice.server.crm.legal;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way publishing terms says no. */
sealed interface LegalTermRefusal extends Refusal {

  record Unknown() implements LegalTermRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record NotNewer(String latest) implements LegalTermRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("version", "must be newer than " + latest);
    }
  }
}
