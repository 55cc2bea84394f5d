package io.sluice.engine.run;

import io.sluice.engine.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What caps and ping limits have in common: an interval in a zone (exchange 11). */
final class Intervals {

  private static final Set<String> UNITS = Set.of("month", "week", "day", "hour", "minute");

  private Intervals() {}

  static void check(
      @Nullable Integer duration, @Nullable String units, @Nullable String zone, String path, Problems problems) {
    if (duration == null || duration < 1) {
      problems.add(path + ".duration", "must be 1 or more");
    }
    if (units == null || !UNITS.contains(units)) {
      problems.add(path + ".duration_units", "must be month, week, day, hour or minute");
    }
    CompiledHours.zone(zone, path + ".time_zone", problems);
  }
}
