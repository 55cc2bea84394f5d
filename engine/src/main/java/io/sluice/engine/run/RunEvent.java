package io.sluice.engine.run;

import io.sluice.engine.mapping.Mapping;
import io.sluice.engine.price.Pricing;
import io.sluice.engine.price.PricingService;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.rule.explain.Explanation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one stage of a run leaves behind (exchange 12). Amounts are US dollars.
 *
 * <p>The variables an event saw are {@link Ran#vars}, then the {@link RecipientEvent#appended} of every event before it
 * under that event's key, then its own {@link #changed}.
 */
public sealed interface RunEvent {

  /** 24 hexadecimal characters, growing in the order the events began. */
  String id();

  /** The contract's word. */
  String type();

  /** The contract's word. */
  String outcomeWord();

  /** Null when there is none. */
  @Nullable String reason();

  Instant start();

  Instant end();

  /** Top-level variables that only this event saw. */
  Map<String, Object> changed();

  /** @param explanation why it matched; null when it did not */
  record FilterEvent(
      String id,
      @Nullable String stepId,
      FilterOutcome outcome,
      @Nullable String reason,
      @Nullable RuleSet ruleSet,
      @Nullable Explanation explanation,
      Instant start,
      Instant end)
      implements RunEvent {

    @Override
    public String type() {
      return "filter";
    }

    @Override
    public String outcomeWord() {
      return outcome.word();
    }

    @Override
    public Map<String, Object> changed() {
      return Map.of();
    }
  }

  /**
   * @param key under which later steps found {@code appended}
   * @param explanation why the step's criteria did not pass; null when they did, or there are none
   * @param mappings those that were applied
   * @param caps those whose rules passed
   * @param capsReached the ids of those that were full
   * @param salePrice what the recipient pays if it takes the lead
   * @param revenue the sale price of a success, else 0
   * @param appended the module's data with {@code outcome}, {@code reason} and {@code price}; empty for a skip
   * @param transactions as the call answered
   * @param credential as the call answered
   */
  record RecipientEvent(
      String id,
      @Nullable String stepId,
      EntitySummary entity,
      String moduleId,
      String key,
      StepOutcome outcome,
      @Nullable String reason,
      @Nullable RuleSet ruleSet,
      @Nullable Explanation explanation,
      List<Mapping> mappings,
      List<Cap> caps,
      List<String> capsReached,
      @Nullable Pricing pricing,
      BigDecimal purchasePrice,
      BigDecimal salePrice,
      BigDecimal revenue,
      Map<String, Object> appended,
      Map<String, Object> changed,
      List<?> transactions,
      Map<String, String> credential,
      Instant start,
      Instant end)
      implements RunEvent {

    @Override
    public String type() {
      return "recipient";
    }

    @Override
    public String outcomeWord() {
      return outcome.word();
    }
  }

  /**
   * The last one of a run.
   *
   * @param flowExplanation why the flow's criteria did not pass; null when they did, or were not evaluated
   * @param explanation why the source's criteria did not pass; null when they did, or were not evaluated
   * @param flowCaps those whose rules passed
   * @param sourceCaps those whose rules passed
   * @param capsReached the ids of those that were full
   * @param purchasePrice what the lead costs if it succeeds
   * @param cost the purchase price of a success, else 0
   * @param recipientRevenue the sum of what the recipients pay
   * @param stepCount steps that left an event
   * @param appended what the steps appended, by key
   */
  record SourceEvent(
      String id,
      String moduleId,
      Outcome outcome,
      @Nullable String reason,
      @Nullable AcceptanceCriteria flowAcceptanceCriteria,
      @Nullable Explanation flowExplanation,
      @Nullable AcceptanceCriteria acceptanceCriteria,
      @Nullable Explanation explanation,
      List<Cap> flowCaps,
      List<Cap> sourceCaps,
      List<String> capsReached,
      @Nullable Pricing flowPricing,
      @Nullable Pricing pricing,
      @Nullable PricingService flowPricingService,
      @Nullable PricingService pricingService,
      BigDecimal purchasePrice,
      BigDecimal cost,
      BigDecimal recipientRevenue,
      int stepCount,
      int disabledStepCount,
      Map<String, Object> appended,
      Instant start,
      Instant end)
      implements RunEvent {

    @Override
    public String type() {
      return "source";
    }

    @Override
    public String outcomeWord() {
      return outcome.word();
    }

    @Override
    public Map<String, Object> changed() {
      return Map.of();
    }
  }
}
