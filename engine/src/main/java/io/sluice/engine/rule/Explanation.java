package io.sluice.engine.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation saw, rule by rule. Every member is evaluated, also those behind a decision, because whoever reads
 * an explanation wants to know what else would have failed; only a set attached to a failed rule is left out.
 */
public sealed interface Explanation {

  /** The short id of the rule or rule set; null where the definition has none. */
  @Nullable String id();

  boolean passed();

  /** @param op {@code and} or {@code or} */
  record OfSet(@Nullable String id, String op, boolean passed, List<Explanation> rules) implements Explanation {}

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
      @Nullable Explanation ruleSet)
      implements Explanation {}
}
