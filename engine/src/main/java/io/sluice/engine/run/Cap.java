package io.sluice.engine.run;

import io.sluice.engine.rule.RuleSet;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit on successful leads in an interval (exchange 11).
 *
 * @param id also the id of its counter; required to run
 * @param type {@code volume}
 * @param maximum how many leads succeed before the cap is full; required
 * @param duration in {@code durationUnits}, at least 1; required
 * @param durationUnits {@code month}, {@code week}, {@code day}, {@code hour} or {@code minute}; required
 * @param ruleSet which leads count and are limited; absent: all
 * @param caps looked at only when this cap's rules pass
 * @param timeZone tz database name; absent: the account's
 * @param reason template; absent: {@code Cap reached}
 */
public record Cap(
    @Nullable String id,
    @Nullable String type,
    @Nullable String name,
    @Nullable Long maximum,
    @Nullable Integer duration,
    @Nullable String durationUnits,
    @Nullable RuleSet ruleSet,
    @Nullable List<Cap> caps,
    @Nullable String timeZone,
    @Nullable String reason,
    @Nullable Instant createdAt) {

  /** A cap of which no more is known than that it is one. */
  public static Cap named(String id) {
    return new Cap(id, null, null, null, null, null, null, null, null, null, null);
  }

  /** A cap of so many leads a day, without rules. */
  public static Cap daily(String id, long maximum) {
    return new Cap(id, "volume", null, maximum, 1, "day", null, null, null, null, null);
  }
}
