package io.sluice.engine.run;

import io.sluice.engine.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/**
 * Stops the flow for leads that match (exchange 5.4).
 *
 * @param outcome of a stopped lead: {@code success}, {@code failure}, {@code error} or a template such as
 *     {@code {{my_crm.outcome}}}; absent: {@code failure}
 * @param reason template
 * @param ruleSet a match stops the flow; required
 */
public record FilterStep(
    @Nullable String id,
    @Nullable String description,
    @Nullable String notes,
    @Nullable String outcome,
    @Nullable String reason,
    @Nullable RuleSet ruleSet,
    @Nullable Boolean enabled)
    implements Step {}
