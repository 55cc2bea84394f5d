package io.sluice.engine.run;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a call.
 *
 * @param reason why not; null when there is none
 * @param price US dollars as the recipient said, used where the step's pricing is overridden; null when it said none
 * @param appended what later steps may read under the step's key; never null values
 * @param transactions the exchanges with the recipient, which the engine only hands on
 * @param credential what the call was authorised by, without its secrets, which the engine only hands on; empty without
 */
public record StepAnswer(
    StepOutcome outcome,
    @Nullable String reason,
    @Nullable BigDecimal price,
    Map<String, Object> appended,
    List<?> transactions,
    Map<String, String> credential) {

  public StepAnswer(
      StepOutcome outcome,
      @Nullable String reason,
      @Nullable BigDecimal price,
      Map<String, Object> appended,
      List<?> transactions) {
    this(outcome, reason, price, appended, transactions, Map.of());
  }

  /** All of it as later steps read it: what is appended, with {@code outcome}, {@code reason} and {@code price}. */
  public Map<String, Object> said() {
    var said = new LinkedHashMap<>(appended);
    said.put("outcome", outcome.word());
    if (reason != null) {
      said.put("reason", reason);
    }
    if (price != null) {
      said.put("price", price);
    }
    return Collections.unmodifiableMap(said);
  }

  public static StepAnswer of(StepOutcome outcome) {
    return new StepAnswer(outcome, null, null, Map.of(), List.of());
  }

  public static StepAnswer of(StepOutcome outcome, String reason) {
    return new StepAnswer(outcome, reason, null, Map.of(), List.of());
  }
}
