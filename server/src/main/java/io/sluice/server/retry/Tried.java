package io.sluice.server.retry;

import io.sluice.engine.run.StepAnswer;
import io.sluice.server.lead.cap.CapCounters;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of an attempt.
 *
 * @param last whatever the answer, no other follows
 * @param slots taken for it below the step's caps; null for none
 */
record Tried(
    Instant start,
    StepAnswer answer,
    boolean last,
    BigDecimal salePrice,
    boolean capReached,
    CapCounters.@Nullable Slots slots) {

  static Tried last(Instant start, StepAnswer answer) {
    return new Tried(start, answer, true, BigDecimal.ZERO, false, null);
  }
}
