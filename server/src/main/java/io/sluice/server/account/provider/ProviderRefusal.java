package io.sluice.server.account.provider;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way signing in through a provider says no. */
sealed interface ProviderRefusal extends Refusal {

  /** The provider does not say that the mailbox is hers, so it says nothing about who she is here. */
  record NoProvedAddress() implements ProviderRefusal {
    @Override
    public Problem problem() {
      return Problem.of(403, "no_proved_address", "the provider does not confirm your e-mail address");
    }
  }

  record Inactive() implements ProviderRefusal {
    @Override
    public Problem problem() {
      return Problem.of(403, "inactive", "this user is not active: ask an admin of your company");
    }
  }
}
