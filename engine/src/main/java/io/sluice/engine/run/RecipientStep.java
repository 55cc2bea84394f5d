package io.sluice.engine.run;

import io.sluice.engine.price.Pricing;
import io.sluice.engine.rule.RuleSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends the lead somewhere (exchange 5.4): a delivery, an enhancement, a list action or a buyer step.
 *
 * @param entity who receives it; required
 * @param integration the outbound module; required
 * @param ruleSet the step is skipped unless it passes
 * @param pricing what the recipient pays
 * @param retryEnabled absent counts as false
 */
public record RecipientStep(
    @Nullable String id,
    @Nullable String description,
    @Nullable String notes,
    @Nullable EntitySummary entity,
    @Nullable Integration integration,
    @Nullable RuleSet ruleSet,
    @Nullable Feedback feedback,
    @Nullable List<Cap> caps,
    @Nullable Pricing pricing,
    @Nullable Boolean enabled,
    @Nullable Boolean retryEnabled)
    implements Step {

  /** Whether a delivery that ends in an error is tried again (exchange 14.4). */
  public boolean isRetried() {
    return Boolean.TRUE.equals(retryEnabled);
  }
}
