package io.sluice.engine.rule.explain;

import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an evaluation saw, rule by rule, as it may be shown. */
public sealed interface Finding {

  /** The short id of the rule or rule set; null where the definition has none. */
  @Nullable String id();

  boolean passed();

  Finding map(UnaryOperator<String> change);

  /** @param op {@code and} or {@code or} */
  record OfSet(@Nullable String id, String op, boolean passed, List<Finding> rules) implements Finding {

    @Override
    public OfSet map(UnaryOperator<String> change) {
      return new OfSet(id, op, passed, rules.stream().map(rule -> rule.map(change)).toList());
    }
  }

  /**
   * @param lhv as written
   * @param value the text of the value seen, masked where its type is; null when the variable is missing
   * @param rhv the right side as it was compared, templates rendered; null for unary operators
   * @param ruleSet the attached set, when there is one and the rule itself passed
   */
  record OfRule(
      @Nullable String id,
      String lhv,
      @Nullable String value,
      String op,
      @Nullable String rhv,
      boolean passed,
      @Nullable Finding ruleSet)
      implements Finding {

    @Override
    public OfRule map(UnaryOperator<String> change) {
      return new OfRule(
          id,
          change.apply(lhv),
          value == null ? null : change.apply(value),
          op,
          rhv == null ? null : change.apply(rhv),
          passed,
          ruleSet == null ? null : ruleSet.map(change));
    }
  }
}
