package io.sluice.server.crm.loop.rule;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way a company's feedback rules say no. */
public sealed interface FeedbackRuleRefusal extends Refusal {

  record Invalid(Map<String, List<String>> errors) implements FeedbackRuleRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(errors);
    }
  }
}
