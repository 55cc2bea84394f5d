package io.sluice.server.event.stats;

import io.sluice.server.event.count.TooMuch;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way statistics say no. */
public sealed interface StatsRefusal extends Refusal {

  /** @param fields what is wrong with each parameter */
  record BadQuery(Map<String, List<String>> fields) implements StatsRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "query_invalid", "the query is not what this operation takes", fields);
    }
  }

  record TooManyRows(int rows) implements StatsRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "too_many_rows", "there would be more than " + rows
          + " rows: group by fewer properties, or ask for less time");
    }
  }

  record TooManyEvents(TooMuch cause) implements StatsRefusal {
    @Override
    public Problem problem() {
      return cause.problem();
    }
  }
}
