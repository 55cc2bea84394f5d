package io.sluice.server.flow.usage;

import io.sluice.server.flow.FlowRefusal;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way field usage says no. */
sealed interface UsageRefusal extends Refusal {

  record NoFlow(FlowRefusal flow) implements UsageRefusal {
    @Override
    public Problem problem() {
      return flow.problem();
    }
  }

  record BadTimeframe() implements UsageRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "bad_timeframe", "timeframe must be today, yesterday, or this_ or previous_ with a number "
          + "of days, weeks, months or years, such as previous_30_days");
    }
  }

  record TooLong(int maxDays) implements UsageRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "timeframe_too_long", "timeframe reaches back further than the " + maxDays
          + " days that are kept");
    }
  }
}
