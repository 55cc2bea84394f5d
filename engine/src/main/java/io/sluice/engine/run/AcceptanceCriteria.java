package io.sluice.engine.run;

import io.sluice.engine.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/**
 * What a lead must pass to be accepted (exchange 5.5).
 *
 * @param outcome of a lead that does not pass: {@code success}, {@code failure} or {@code error}; required
 * @param ruleSet required
 * @param reason template; absent makes the reason from the failing rule (exchange 3.6)
 */
public record AcceptanceCriteria(@Nullable String outcome, @Nullable RuleSet ruleSet, @Nullable String reason) {}
