package io.sluice.server.changelog;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way changelogs say no. */
public sealed interface ChangelogRefusal extends Refusal {

  record Unknown() implements ChangelogRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }
}
