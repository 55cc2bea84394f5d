package io.sluice.server.lead;

import io.sluice.engine.price.CompiledPricing;
import io.sluice.engine.run.Cap;
import io.sluice.engine.run.EntitySummary;
import io.sluice.engine.run.RunEvent;
import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepCall;
import io.sluice.engine.run.StepOutcome;
import io.sluice.server.delivery.StepAnswers;
import io.sluice.server.event.journal.Attempt;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the event of a call tells of its step. It is kept with the call, whose step may be gone from the flow when the
 * event is written.
 *
 * @param price by the step's own prices
 * @param priceIsSaid whether the answer says the price instead
 * @param caps the ids of those the lead has a place below
 */
record CalledStep(
    @Nullable String entityId,
    @Nullable String entityName,
    String moduleId,
    String key,
    BigDecimal price,
    boolean priceIsSaid,
    BigDecimal purchasePrice,
    List<String> caps) {

  static final String INTERRUPTED = "interrupted";

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final CalledStep UNKNOWN =
      new CalledStep(null, null, "", "recipient", BigDecimal.ZERO, false, BigDecimal.ZERO, List.of());

  static String write(StepCall call) {
    var entity = call.step().entity();
    return JSON.writeValueAsString(new CalledStep(entity == null ? null : entity.id(),
        entity == null ? null : entity.name(), call.moduleId(), call.key(), call.price(), priceIsSaid(call),
        call.purchasePrice(), call.caps().stream().map(Cap::id).filter(Objects::nonNull).toList()));
  }

  private static CalledStep read(@Nullable String text) {
    return text == null ? UNKNOWN : JSON.readValue(text, CalledStep.class);
  }

  static boolean priceIsSaid(StepCall call) {
    var pricing = call.step().pricing();
    return pricing != null && Boolean.TRUE.equals(pricing.override());
  }

  /** The event of a call whose flow has no word on it any more. Without an answer it ends as an error (decision 0043). */
  static RunEvent.RecipientEvent event(Attempt attempt, Instant now) {
    Attempt.End end = attempt.end();
    StepAnswer answer =
        end == null ? StepAnswer.of(StepOutcome.ERROR, INTERRUPTED) : StepAnswers.read(end.answer());
    return read(attempt.step()).event(attempt, answer, end == null ? now : end.at());
  }

  private RunEvent.RecipientEvent event(Attempt attempt, StepAnswer answer, Instant end) {
    String id = attempt.eventIds().getLast();
    Map<String, @Nullable Object> recipient = new LinkedHashMap<>();
    recipient.put("id", entityId);
    recipient.put("name", entityName);
    BigDecimal said = priceIsSaid ? CompiledPricing.said(answer.price()) : price;
    BigDecimal salePrice = said == null ? BigDecimal.ZERO : said;
    return new RunEvent.RecipientEvent(id, attempt.stepId(), new EntitySummary(entityId, entityName, null), moduleId,
        key, answer.outcome(), answer.reason(), null, null, List.of(), caps.stream().map(Cap::named).toList(),
        List.of(), null, purchasePrice, salePrice,
        answer.outcome() == StepOutcome.SUCCESS ? salePrice : BigDecimal.ZERO,
        answer.outcome() == StepOutcome.SKIP ? Map.of() : answer.said(),
        Map.of("recipient", recipient, "price", price, "event_id", id),
        answer.transactions(), answer.credential(), attempt.startedAt(), end);
  }
}
