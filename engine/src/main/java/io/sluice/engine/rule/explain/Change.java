package io.sluice.engine.rule.explain;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One value that would have had to be another one.
 *
 * @param lhv whose value: a variable or a template, as the rule has it
 * @param value what it was; null when it was missing
 * @param to what the other value must answer to, all of it; in the words of rules, so {@code is equal to 18} names the
 *     nearest value itself, and {@code matches pattern ^7} what cannot be named
 */
public record Change(String lhv, @Nullable String value, List<Demand> to) {

  /**
   * @param op an operator of exchange 6.2
   * @param rhv empty for unary operators; several for {@code is included in}, any of which will do
   * @param choices how many values would do, which may be more than {@code rhv} names
   */
  public record Demand(String op, List<String> rhv, int choices) {}

  Change map(UnaryOperator<String> change) {
    return new Change(
        change.apply(lhv),
        value == null ? null : change.apply(value),
        to.stream()
            .map(demand -> new Demand(demand.op(), demand.rhv().stream().map(change).toList(), demand.choices()))
            .toList());
  }
}
