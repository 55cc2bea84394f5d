package io.sluice.server.crm.campaign;

import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.NameKey;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way campaigns say no. */
public sealed interface CampaignRefusal extends Refusal {

  record BadName() implements CampaignRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "must have 1 to " + NameKey.MAX_CHARS + " characters");
    }
  }

  record TooMany(int max) implements CampaignRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "cannot be added: a company has at most " + max + " campaigns");
    }
  }

  /** @param errors field → sentences */
  record Invalid(Map<String, List<String>> errors) implements CampaignRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid(errors);
    }
  }
}
