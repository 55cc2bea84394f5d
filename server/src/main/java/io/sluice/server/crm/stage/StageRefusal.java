package io.sluice.server.crm.stage;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way stages say no. */
public sealed interface StageRefusal extends Refusal {

  record Unknown() implements StageRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record NameTaken() implements StageRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "has already been taken");
    }
  }

  record TooMany(int max) implements StageRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "cannot be added: an account has at most " + max + " stages");
    }
  }

  /** Not every stage of the account exactly once. */
  record NotTheOrder(List<String> sentences) implements StageRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(Map.of("stage_ids", sentences));
    }
  }

  record EverybodyHasIt() implements StageRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("stage_id", "is one of the six that everybody has: it can be hidden, not deleted");
    }
  }

  record HoldsLeads() implements StageRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("stage_id", "holds leads: move them first, or hide it");
    }
  }

  /** New leads begin in the first stage that is offered. */
  record NoBeginning() implements StageRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("stage_id", "would leave leads to begin in a terminal stage, or in none");
    }
  }
}
