package io.sluice.engine.rule;

import org.jspecify.annotations.Nullable;

/**
 * One question about a variable (exchange 6.1).
 *
 * @param id short id
 * @param lhv left-hand value: a variable path such as {@code lead.state}, or a template
 * @param op one of the operators of exchange 6.2, such as {@code is equal to}
 * @param rhv right-hand value, of binary operators only: a text (which may be a template), number, boolean or list of
 *     texts
 * @param ruleSet passes together with the rule or not at all; not looked at when the rule itself fails
 */
public record Rule(
    @Nullable String id, @Nullable String lhv, @Nullable String op, @Nullable Object rhv, @Nullable RuleSet ruleSet)
    implements RuleNode {

  public static Rule of(String lhv, String op) {
    return new Rule(null, lhv, op, null, null);
  }

  public static Rule of(String lhv, String op, Object rhv) {
    return new Rule(null, lhv, op, rhv, null);
  }
}
