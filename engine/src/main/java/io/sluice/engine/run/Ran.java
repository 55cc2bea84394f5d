package io.sluice.engine.run;

import io.sluice.engine.template.Vars;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a submission.
 *
 * @param reason why it was not accepted; null when there is none
 * @param price what it costs the flow's owner, in US dollars; 0 unless it succeeded
 * @param events in order, the source event last; empty for a disabled source
 * @param vars what was known when the first step began; values are as submitted, masking them is for whoever stores
 */
public record Ran(
    String leadId, Outcome outcome, @Nullable String reason, BigDecimal price, List<RunEvent> events, Vars vars) {

  /** What the steps returned, by their keys. */
  public Map<String, Object> appended() {
    return !events.isEmpty() && events.getLast() instanceof RunEvent.SourceEvent end ? end.appended() : Map.of();
  }
}
