package io.sluice.server.simulation;

import io.sluice.server.simulation.Simulated.ReasonCount;
import io.sluice.server.simulation.Simulated.Result;
import io.sluice.server.simulation.Simulated.Totals;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds results up. */
final class Tally {

  private record Why(String outcome, @Nullable String reason) {}

  private int accepted;
  private int rejected;
  private int errors;
  private int refused;
  private BigDecimal cost = BigDecimal.ZERO;
  private BigDecimal revenue = BigDecimal.ZERO;
  private final Map<Why, Integer> reasons = new LinkedHashMap<>();

  void add(Result result) {
    switch (result.outcome()) {
      case "success" -> accepted++;
      case "failure" -> rejected++;
      case Trial.REFUSED -> refused++;
      default -> errors++;
    }
    cost = cost.add(result.price());
    revenue = revenue.add(result.revenue());
    if (!result.outcome().equals("success")) {
      reasons.merge(new Why(result.outcome(), result.reason()), 1, Integer::sum);
    }
  }

  Totals totals() {
    return new Totals(accepted, rejected, errors, refused,
        reasons.entrySet().stream()
            .map(why -> new ReasonCount(why.getKey().outcome(), why.getKey().reason(), why.getValue()))
            .sorted(Comparator.comparingInt(ReasonCount::count).reversed())
            .toList(),
        cost, revenue, revenue.subtract(cost));
  }
}
