package io.sluice.engine.run;

import io.sluice.engine.mapping.Mapping;
import io.sluice.engine.price.CompiledPricing;
import io.sluice.engine.rule.explain.Explanation;
import io.sluice.engine.run.CompiledStep.CompiledRecipient;
import io.sluice.engine.template.Numbers;
import io.sluice.engine.template.Vars;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One lead at one recipient step (exchange 3.5): its criteria, its caps, the call, and the event of it. */
final class RecipientRun {

  private static final int MAX_TIMEOUT_SECONDS = 360;

  private final CompiledRecipient recipient;
  private final Outside outside;
  private final String leadId;
  private final BigDecimal purchasePrice;
  private final Instant began;
  private final String eventId;
  private final BigDecimal price;
  private final Map<String, Object> changed;
  private final Vars vars;

  private @Nullable Explanation explanation;
  private List<Mapping> mappings = List.of();
  private List<CompiledCap> caps = List.of();
  private List<String> capsReached = List.of();

  private RecipientRun(
      CompiledRecipient recipient, String leadId, Vars vars, BigDecimal purchasePrice, Outside outside) {
    this.recipient = recipient;
    this.outside = outside;
    this.leadId = leadId;
    this.purchasePrice = purchasePrice;
    this.began = outside.now();
    this.eventId = outside.newEventId(recipient.definition().id());
    var ownPrice = recipient.pricing().price(vars);
    this.price = ownPrice == null ? BigDecimal.ZERO : ownPrice;
    this.changed = Map.of("recipient", recipient.variables(), "price", price, "event_id", eventId);
    this.vars = vars.with(changed);
  }

  /** @param vars what is known before the step */
  static RunEvent.RecipientEvent run(
      CompiledRecipient recipient, String leadId, Vars vars, BigDecimal purchasePrice, Outside outside) {
    return new RecipientRun(recipient, leadId, vars, purchasePrice, outside).run();
  }

  /** As {@link #run}, for one that is passed over unasked. */
  static RunEvent.RecipientEvent skip(CompiledRecipient recipient, String leadId, Vars vars, BigDecimal purchasePrice,
      Outside outside, String reason) {
    return new RecipientRun(recipient, leadId, vars, purchasePrice, outside)
        .event(StepAnswer.of(StepOutcome.SKIP, reason));
  }

  private RunEvent.RecipientEvent run() {
    explanation = recipient.rules().refusal(vars);
    if (explanation != null) {
      return event(StepAnswer.of(StepOutcome.SKIP, explanation.reason()));
    }
    caps = CompiledCap.matching(recipient.caps(), vars);
    if (caps.isEmpty()) {
      return event(call());
    }
    return switch (outside.reserve(caps)) {
      case CapDecision.Full(CompiledCap cap) -> {
        capsReached = List.of(cap.id());
        yield event(StepAnswer.of(StepOutcome.SKIP, cap.reason(vars)));
      }
      case CapDecision.Reserved(Object slots) -> {
        boolean success = false;
        try {
          var answer = call();
          success = answer.outcome() == StepOutcome.SUCCESS;
          yield event(answer);
        } finally {
          outside.settle(slots, success);
        }
      }
    };
  }

  private StepAnswer call() {
    var variables = new LinkedHashMap<String, Object>();
    mappings = recipient.integration().mappings().apply(vars, variables);
    return outside.call(
        new StepCall(
            leadId,
            eventId,
            recipient.definition(),
            recipient.integration().moduleId(),
            recipient.key(),
            variables,
            vars,
            CompiledCap.definitions(caps),
            price,
            purchasePrice,
            timeoutSeconds(variables.get("timeout_seconds"))));
  }

  /** Clamped to 1 to 360; what is no number gives 360 (exchange 3.5). */
  private static int timeoutSeconds(@Nullable Object mapped) {
    var seconds = Numbers.of(mapped);
    if (seconds == null) {
      return MAX_TIMEOUT_SECONDS;
    }
    var whole = seconds.setScale(0, RoundingMode.CEILING);
    return whole.max(BigDecimal.ONE).min(BigDecimal.valueOf(MAX_TIMEOUT_SECONDS)).intValueExact();
  }

  private RunEvent.RecipientEvent event(StepAnswer answer) {
    var salePrice = salePrice(answer);
    var step = recipient.definition();
    var entity = step.entity();
    return new RunEvent.RecipientEvent(
        eventId,
        step.id(),
        entity == null ? new EntitySummary(null, null, null) : entity,
        recipient.integration().moduleId(),
        recipient.key(),
        answer.outcome(),
        answer.reason(),
        step.ruleSet(),
        explanation,
        mappings,
        CompiledCap.definitions(caps),
        capsReached,
        recipient.pricing().definition(),
        purchasePrice,
        salePrice,
        answer.outcome() == StepOutcome.SUCCESS ? salePrice : BigDecimal.ZERO,
        answer.outcome() == StepOutcome.SKIP ? Map.of() : appended(answer),
        changed,
        answer.transactions(),
        answer.credential(),
        began,
        outside.now());
  }

  private BigDecimal salePrice(StepAnswer answer) {
    if (!recipient.pricing().isOverridden()) {
      return price;
    }
    var said = CompiledPricing.said(answer.price());
    return said == null ? BigDecimal.ZERO : said;
  }

  private Map<String, Object> appended(StepAnswer answer) {
    var appended = new LinkedHashMap<String, Object>();
    if (recipient.isKeyShared() && vars.get(recipient.key()) instanceof Map<?, ?> known) {
      known.forEach((name, value) -> appended.put(String.valueOf(name), value));
    }
    appended.putAll(answer.said());
    return Collections.unmodifiableMap(appended);
  }
}
