package io.sluice.server.crm.invitation;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.time.Duration;

/** Every way invitations say no. */
sealed interface InvitationRefusal extends Refusal {

  /** No such invitation, none of a company the caller stands in, or one that is over. */
  record Unknown() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** Not the caller's company, or an access stronger than her own. */
  record Forbidden() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.forbidden();
    }
  }

  record ReadOnly() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.readOnly();
    }
  }

  record Invalid(String field, String sentence) implements InvitationRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(field, sentence);
    }
  }

  record NoSeat() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.limit("the company's membership has no room for another user");
    }
  }

  record TooOften(Duration waiting) implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(429, "too_often", "this address was mailed several invitations within the hour: wait a little")
          .after((int) waiting.toSeconds());
    }
  }
}
