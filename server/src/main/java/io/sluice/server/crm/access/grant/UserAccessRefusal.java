package io.sluice.server.crm.access.grant;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way giving, changing and taking accesses says no. */
public sealed interface UserAccessRefusal extends Refusal {

  /** No such user, or none the caller has to do with; or no such access of hers. */
  record Unknown() implements UserAccessRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** Not an admin of one of the companies. */
  record Forbidden() implements UserAccessRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.forbidden();
    }
  }

  record ReadOnly() implements UserAccessRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.readOnly();
    }
  }

  record Invalid(Map<String, List<String>> errors) implements UserAccessRefusal {

    static Invalid of(String field, String sentence) {
      return new Invalid(Map.of(field, List.of(sentence)));
    }

    @Override
    public Problem problem() {
      return CrmProblems.invalid(errors);
    }
  }

  /** The plan of that company has no room for one more. */
  record NoSeat(long company) implements UserAccessRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.limit("the membership of company " + company + " has no room for another user");
    }
  }

  /** A company without an admin could not be helped by anybody. */
  record LastAdmin(String field) implements UserAccessRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(field, "is the last admin of the company");
    }
  }
}
