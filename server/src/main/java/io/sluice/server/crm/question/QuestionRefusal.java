package io.sluice.server.crm.question;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way questions say no. */
public sealed interface QuestionRefusal extends Refusal {

  record Unknown() implements QuestionRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record TooMany(int max) implements QuestionRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "cannot be added: a company has at most " + max + " questions");
    }
  }

  /** Not every question of the company exactly once. */
  record NotTheOrder(List<String> sentences) implements QuestionRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(Map.of("question_ids", sentences));
    }
  }

  /** @param errors place in the body → sentences */
  record Invalid(Map<String, List<String>> errors) implements QuestionRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(errors);
    }
  }
}
