package io.sluice.server.event.metrics;

import io.sluice.server.event.count.TooMuch;
import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.util.List;
import java.util.Map;

/** Every way metrics say no. */
public sealed interface MetricsRefusal extends Refusal {

  /** @param fields what is wrong with each parameter */
  record BadQuery(Map<String, List<String>> fields) implements MetricsRefusal {
    @Override
    public Problem problem() {
      return new Problem(400, "query_invalid", "the query is not what this operation takes", fields);
    }
  }

  record TooManyValues(int values) implements MetricsRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "too_many_values", "there would be more than " + values
          + " rows or values: group by fewer properties, or ask for less time");
    }
  }

  record TooManyEvents(TooMuch cause) implements MetricsRefusal {
    @Override
    public Problem problem() {
      return cause.problem();
    }
  }
}
