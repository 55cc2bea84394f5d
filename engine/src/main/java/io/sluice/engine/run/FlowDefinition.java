package io.sluice.engine.run;

import io.sluice.engine.price.Pricing;
import io.sluice.engine.price.PricingService;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The part of a flow that decides what happens to a lead (exchange 5.2). Every component may be absent, because it is
 * read from JSON as people wrote it; {@link CompiledFlow#compile} says what is missing.
 *
 * @param id 24 hexadecimal characters; required
 * @param name required
 * @param enabled false: every submission ends in {@code error}; required
 * @param fields ids of the fields that are collected; required
 * @param sources required
 * @param steps in the order they run; required
 * @param caps looked at before the source's
 * @param pricing used where the source has no price
 * @param pingEnabled absent counts as false
 * @param destinations where every lead goes that came through all steps, as steps of their own (exchange 5.7)
 */
public record FlowDefinition(
    @Nullable String id,
    @Nullable String name,
    @Nullable Boolean enabled,
    @Nullable List<String> fields,
    @Nullable List<Source> sources,
    @Nullable List<Step> steps,
    @Nullable AcceptanceCriteria acceptanceCriteria,
    @Nullable List<Cap> caps,
    @Nullable Pricing pricing,
    @Nullable PricingService pricingService,
    @Nullable ListChecks listChecks,
    @Nullable Boolean pingEnabled,
    @Nullable List<PingLimit> pingLimits,
    @Nullable HoursOfOperation hoursOfOperation,
    @Nullable List<RecipientStep> destinations) {

  /** Without destinations. */
  public FlowDefinition(
      @Nullable String id,
      @Nullable String name,
      @Nullable Boolean enabled,
      @Nullable List<String> fields,
      @Nullable List<Source> sources,
      @Nullable List<Step> steps,
      @Nullable AcceptanceCriteria acceptanceCriteria,
      @Nullable List<Cap> caps,
      @Nullable Pricing pricing,
      @Nullable PricingService pricingService,
      @Nullable ListChecks listChecks,
      @Nullable Boolean pingEnabled,
      @Nullable List<PingLimit> pingLimits,
      @Nullable HoursOfOperation hoursOfOperation) {
    this(id, name, enabled, fields, sources, steps, acceptanceCriteria, caps, pricing, pricingService, listChecks,
        pingEnabled, pingLimits, hoursOfOperation, null);
  }
}
