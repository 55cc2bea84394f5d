package io.sluice.engine.run;

import io.sluice.engine.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/**
 * How feedback is received from a recipient, or sent back to a source (exchange 5.5).
 *
 * @param integration required
 * @param ruleSet must pass; absent passes
 */
public record Feedback(@Nullable Integration integration, @Nullable RuleSet ruleSet) {}
