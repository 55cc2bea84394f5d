package io.sluice.server.crm.imports;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way imports say no. */
sealed interface ImportRefusal extends Refusal {

  record Unknown() implements ImportRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record Forbidden() implements ImportRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.forbidden();
    }
  }

  record ReadOnly() implements ImportRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.readOnly();
    }
  }

  /** @param errors field → sentences to be read after the field's name */
  record Invalid(Map<String, List<String>> errors) implements ImportRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(errors);
    }
  }

  record Full(Problem problem) implements ImportRefusal {}

  record TooManyAtOnce(int max) implements ImportRefusal {
    @Override
    public Problem problem() {
      return Problem.of(422, "validation_failed",
          max + " imports of the company are not done yet: wait for one to end");
    }
  }

  record Ended() implements ImportRefusal {
    @Override
    public Problem problem() {
      return Problem.of(422, "validation_failed", "the import has ended already");
    }
  }

  record Forgotten() implements ImportRefusal {
    @Override
    public Problem problem() {
      return Problem.of(404, "not_found", "the bad rows of this import are not kept any more");
    }
  }
}
