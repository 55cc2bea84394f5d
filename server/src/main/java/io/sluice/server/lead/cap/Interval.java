package io.sluice.server.lead.cap;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of time a counter counts in, from {@code start} to before {@code end}. It ends where a minute, hour, day,
 * week (Sunday night) or month ends in its zone, not some time after the first lead (exchange 11).
 */
record Interval(Instant start, Instant end) {

  private enum Unit {
    MINUTE(ChronoUnit.MINUTES), HOUR(ChronoUnit.HOURS), DAY(ChronoUnit.DAYS), WEEK(ChronoUnit.WEEKS),
    MONTH(ChronoUnit.MONTHS);

    private final ChronoUnit step;

    Unit(ChronoUnit step) {
      this.step = step;
    }

    ZonedDateTime startOf(ZonedDateTime time) {
      return switch (this) {
        case MINUTE, HOUR, DAY -> time.truncatedTo(step);
        case WEEK -> time.truncatedTo(ChronoUnit.DAYS).with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1);
      };
    }

    static Unit named(String word) {
      return switch (word) {
        case "minute" -> MINUTE;
        case "hour" -> HOUR;
        case "day" -> DAY;
        case "week" -> WEEK;
        case "month" -> MONTH;
        default -> throw new IllegalArgumentException("the compiler lets no unit called " + word + " pass");
      };
    }
  }

  /** @param since where counting several units together begins; absent: 1970 */
  static Interval around(Instant now, int duration, String units, ZoneId zone, @Nullable Instant since) {
    Unit unit = Unit.named(units);
    ZonedDateTime first = unit.startOf((since == null ? Instant.EPOCH : since).atZone(zone));
    ZonedDateTime current = unit.startOf(now.atZone(zone));
    // Counted on the local clock, where every day is one day long.
    long passed = unit.step.between(first.toLocalDateTime(), current.toLocalDateTime());
    ZonedDateTime start =
        duration == 1 ? current : first.plus(Math.floorDiv(passed, (long) duration) * duration, unit.step);
    return new Interval(start.toInstant(), start.plus(duration, unit.step).toInstant());
  }
}
