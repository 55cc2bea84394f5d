package io.sluice.server.crm.territory;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way territories say no. */
public sealed interface TerritoryRefusal extends Refusal {

  record Unknown() implements TerritoryRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record TooMany(String field, String what, int max) implements TerritoryRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(field, "would be too many: a company has at most %d %s".formatted(max, what));
    }
  }

  /** @param errors place in the body → sentences */
  record Invalid(Map<String, List<String>> errors) implements TerritoryRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(errors);
    }
  }
}
