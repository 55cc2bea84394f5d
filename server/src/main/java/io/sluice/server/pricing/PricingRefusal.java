package io.sluice.server.pricing;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way pricing services say no. */
sealed interface PricingRefusal extends Refusal {

  record Unknown() implements PricingRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record TooMany(int max) implements PricingRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "too_many_services", "an account has at most " + max + " pricing services");
    }
  }

  /** @param errors where → sentences */
  record Broken(Map<String, List<String>> errors) implements PricingRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "service_invalid", "the service cannot be asked so", errors);
    }
  }
}
