package io.sluice.engine.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules joined by {@code and} or {@code or} (exchange 6.1). One without rules passes.
 *
 * @param id short id
 * @param op {@code and} or {@code or}
 * @param rules the members, in the order they are evaluated; absent counts as none
 */
public record RuleSet(@Nullable String id, @Nullable String op, @Nullable List<RuleNode> rules) implements RuleNode {

  public static RuleSet and(RuleNode... rules) {
    return new RuleSet(null, "and", List.of(rules));
  }

  public static RuleSet or(RuleNode... rules) {
    return new RuleSet(null, "or", List.of(rules));
  }
}
