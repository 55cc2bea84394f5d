package io.sluice.engine.run;

import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import org.jspecify.annotations.Nullable;

/**
 * How feedback passes, compiled once, for whoever handles it later (exchange 13).
 *
 * @param definition as written
 */
public record CompiledFeedback(Feedback definition, CompiledIntegration integration, CompiledRules rules) {

  static @Nullable CompiledFeedback compile(@Nullable Feedback feedback, String path, Problems problems) {
    return feedback == null
        ? null
        : new CompiledFeedback(
            feedback,
            CompiledIntegration.compile(feedback.integration(), path + ".integration", problems),
            CompiledRules.compile(feedback.ruleSet(), path + ".rule_set", problems));
  }
}
