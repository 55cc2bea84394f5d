package io.sluice.server.crm.source;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.NameKey;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way sources say no. */
public sealed interface SourceRefusal extends Refusal {

  record Unknown() implements SourceRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record BadName() implements SourceRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "must have 1 to " + NameKey.MAX_CHARS + " characters");
    }
  }

  record NameTaken() implements SourceRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "has already been taken");
    }
  }

  record TooMany(int max) implements SourceRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "cannot be added: a company has at most " + max + " sources");
    }
  }

  /** Not every source of the company exactly once. */
  record NotTheOrder(List<String> sentences) implements SourceRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(Map.of("source_ids", sentences));
    }
  }

  record NotAColleague() implements SourceRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("user_access_id", "is no access in this company");
    }
  }
}
