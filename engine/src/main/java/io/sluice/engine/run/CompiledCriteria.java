package io.sluice.engine.run;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import org.jspecify.annotations.Nullable;

/** Acceptance criteria, compiled once. */
record CompiledCriteria(
    @Nullable AcceptanceCriteria definition, Outcome outcome, CompiledRules rules, ReasonTemplate reason) {

  private static final CompiledCriteria NONE =
      new CompiledCriteria(null, Outcome.FAILURE, CompiledRules.none(), new ReasonTemplate(null));

  static CompiledCriteria compile(@Nullable AcceptanceCriteria criteria, String path, Problems problems) {
    if (criteria == null) {
      return NONE;
    }
    var outcome = criteria.outcome() == null ? null : Outcome.ofWord(criteria.outcome()).orElse(null);
    if (outcome == null) {
      problems.add(path + ".outcome", "must be success, failure or error");
    }
    if (criteria.ruleSet() == null) {
      problems.add(path + ".rule_set", "a rule set is required");
    }
    return new CompiledCriteria(
        criteria,
        outcome == null ? Outcome.FAILURE : outcome,
        CompiledRules.compile(criteria.ruleSet(), path + ".rule_set", problems),
        ReasonTemplate.compile(criteria.reason(), path + ".reason", problems));
  }
}
