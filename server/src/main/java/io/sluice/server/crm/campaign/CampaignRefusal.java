package io.sluice.server.crm.campaign;

import io.sluice.server.crm.NameKey;
import io.sluice.server.crm.access.CrmProblems;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way campaigns say no. */
public sealed interface CampaignRefusal extends Refusal {

  record BadName() implements CampaignRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "must have 1 to " + NameKey.MAX_CHARS + " characters");
    }
  }

  record NameTaken() implements CampaignRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "has already been taken");
    }
  }

  record TooMany(int max) implements CampaignRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("name", "cannot be added: a company has at most " + max + " campaigns");
    }
  }

  record EndsBeforeItStarts() implements CampaignRefusal {
    @Override
    public Problem problem() {
      return CrmProblems.invalid("ends_at", "must be after starts_at");
    }
  }
}
