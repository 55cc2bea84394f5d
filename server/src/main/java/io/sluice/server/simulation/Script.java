package io.sluice.server.simulation;

import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepCall;
import io.sluice.engine.run.StepOutcome;
import io.sluice.engine.template.Numbers;
import io.sluice.server.event.past.PastLead;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What recipients answer in a simulation: what is laid down for their step, else what they said to this very lead when
 * it came in, else what is laid down for all others.
 *
 * @param steps by short id
 * @param otherwise for steps that nothing else is known of
 */
record Script(Map<String, Line> steps, Line otherwise) {

  private static final Set<String> TOLD_APART = Set.of("outcome", "reason", "price");

  /** @param price what the recipient says it pays; null when it says nothing of it */
  record Line(StepOutcome outcome, @Nullable String reason, @Nullable BigDecimal price, Map<String, Object> appended) {

    static final Line CONTENT = new Line(StepOutcome.SUCCESS, null, null, Map.of());

    StepAnswer answer() {
      return new StepAnswer(outcome, reason, price, appended, List.of());
    }
  }

  StepAnswer answer(StepCall call, GivenLead lead) {
    String step = call.step().id();
    Line laidDown = step == null ? null : steps.get(step);
    if (laidDown != null) {
      return laidDown.answer();
    }
    PastLead.Answer said = step == null ? null : lead.past().map(past -> past.answers().get(step)).orElse(null);
    return said == null ? otherwise.answer() : answer(said);
  }

  private static StepAnswer answer(PastLead.Answer said) {
    Map<String, Object> appended = new LinkedHashMap<>();
    said.appended().forEach((name, value) -> {
      if (value != null && !TOLD_APART.contains(name)) {
        appended.put(name, value);
      }
    });
    return new StepAnswer(StepOutcome.valueOf(said.outcome().toUpperCase(Locale.ROOT)), said.reason(),
        Numbers.of(said.appended().get("price")), appended, List.of());
  }
}
