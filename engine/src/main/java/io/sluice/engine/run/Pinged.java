package io.sluice.engine.run;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a ping (exchange 3.7).
 *
 * @param reason why there is no bid; null for a success
 * @param price the bid in US dollars; 0 unless it is a success
 * @param pingLimitReached the id of the limit that was full; null when none was
 * @param capReached the id of the cap that was full; null when none was
 */
public record Pinged(
    Outcome outcome,
    @Nullable String reason,
    BigDecimal price,
    @Nullable String pingLimitReached,
    @Nullable String capReached) {

  /** Nobody was asked for a bid. */
  public static final Pinged NOT_ENABLED =
      new Pinged(Outcome.FAILURE, "ping is not enabled", BigDecimal.ZERO, null, null);
}
