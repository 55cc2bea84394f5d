package io.sluice.server.flow.router;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way routers say no (exchange 15). */
public sealed interface RouterRefusal extends Refusal {

  record Unknown() implements RouterRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  /** @param problems by where: all that is wrong */
  record Invalid(Map<String, List<String>> problems) implements RouterRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "router_invalid", "the router cannot be saved", problems);
    }
  }

  record ModuleTaken(String moduleId) implements RouterRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "router_exists", "there is a router for " + moduleId + " already");
    }
  }
}
