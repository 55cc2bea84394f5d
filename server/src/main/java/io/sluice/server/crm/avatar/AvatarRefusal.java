package io.sluice.server.crm.avatar;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way pictures say no. */
sealed interface AvatarRefusal extends Refusal {

  /** Also for who or what does not exist: the published operations know no 404 (crm 2.1). */
  record Forbidden() implements AvatarRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.forbidden();
    }
  }

  /** The company's plan has ended. */
  record ReadOnly() implements AvatarRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.readOnly();
    }
  }

  /** @param errors field → sentences to be read after the field's name */
  record Invalid(Map<String, List<String>> errors) implements AvatarRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(errors);
    }
  }

  record Full(Problem problem) implements AvatarRefusal {}

  record Unknown() implements AvatarRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }
}
