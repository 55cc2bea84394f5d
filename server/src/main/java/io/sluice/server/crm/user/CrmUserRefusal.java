package io.sluice.server.crm.user;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way the CRM's users say no. */
public sealed interface CrmUserRefusal extends Refusal {

  /** No such user, or none the caller has anything to do with. */
  record Unknown() implements CrmUserRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record Forbidden() implements CrmUserRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.forbidden();
    }
  }

  record Invalid(Map<String, List<String>> errors) implements CrmUserRefusal {

    static Invalid of(String field, String sentence) {
      return new Invalid(Map.of(field, List.of(sentence)));
    }

    @Override
    public Problem problem() {
      return CrmProblems.invalid(errors);
    }
  }

  /** The plan of that company has no room for one more. */
  record NoSeat(long company) implements CrmUserRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.limit("the membership of company " + company + " has no room for another user");
    }
  }

  record TooOften() implements CrmUserRefusal {
    @Override
    public Problem problem() {
      return Problem.of(429, "too_often", "this address was mailed several links within the hour: use one of them, or wait")
          .after(3_600);
    }
  }

  /** She typed her present password wrong, and too often. */
  record TooManyTries(Problem problem) implements CrmUserRefusal {}
}
