package io.sluice.engine.run;

import io.sluice.engine.rule.RuleSet;
import org.jspecify.annotations.Nullable;

/**
 * One way a router can send a lead (exchange 15).
 *
 * @param id short id
 * @param flowId required
 * @param sourceId the entity that is the source in that flow; required
 * @param ruleSet absent: every lead
 */
public record Route(
    @Nullable String id, @Nullable String flowId, @Nullable String sourceId, @Nullable RuleSet ruleSet) {}
