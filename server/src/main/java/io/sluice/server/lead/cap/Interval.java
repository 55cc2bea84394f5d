package io.sluice.server.lead.cap;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/**
 * The stretch of time a counter counts in, from {@code start} to before {@code end}. Days, weeks (to Sunday night) and
 * months end at midnight in their zone, however many hours they have where the clocks change; hours and minutes are
 * always as long, and so many of them follow each other without looking at the clocks (exchange 11, decision 0082).
 */
record Interval(Instant start, Instant end) {

  /** @param since where counting several units together begins; absent: 1970 */
  static Interval around(Instant now, int duration, String units, ZoneId zone, @Nullable Instant since) {
    Instant anchor = duration == 1 || since == null ? Instant.EPOCH : since;
    return switch (units) {
      case "minute" -> clock(now, Duration.ofMinutes(1), duration, zone, anchor);
      case "hour" -> clock(now, Duration.ofHours(1), duration, zone, anchor);
      case "day" -> calendar(now, ChronoUnit.DAYS, duration, zone, anchor);
      case "week" -> calendar(now, ChronoUnit.WEEKS, duration, zone, anchor);
      case "month" -> calendar(now, ChronoUnit.MONTHS, duration, zone, anchor);
      default -> throw new IllegalArgumentException("the compiler lets no unit called " + units + " pass");
    };
  }

  /** How long so much is at least, to compare two by. */
  static Duration length(int duration, String units) {
    Duration unit = switch (units) {
      case "minute" -> Duration.ofMinutes(1);
      case "hour" -> Duration.ofHours(1);
      case "day" -> Duration.ofDays(1);
      case "week" -> Duration.ofDays(7);
      case "month" -> ChronoUnit.MONTHS.getDuration();
      default -> throw new IllegalArgumentException("the compiler lets no unit called " + units + " pass");
    };
    return unit.multipliedBy(duration);
  }

  /** Whole hours of the zone's standard time: its summer time is a whole hour away nearly everywhere. */
  private static Interval clock(Instant now, Duration unit, int duration, ZoneId zone, Instant anchor) {
    long offset = zone.getRules().getStandardOffset(now).getTotalSeconds();
    long first = Math.floorDiv(anchor.getEpochSecond() + offset, unit.toSeconds());
    long current = Math.floorDiv(now.getEpochSecond() + offset, unit.toSeconds());
    long start = first + Math.floorDiv(current - first, (long) duration) * duration;
    Instant from = Instant.ofEpochSecond(start * unit.toSeconds() - offset);
    return new Interval(from, from.plus(unit.multipliedBy(duration)));
  }

  private static Interval calendar(Instant now, ChronoUnit unit, int duration, ZoneId zone, Instant anchor) {
    LocalDate first = startOf(LocalDate.ofInstant(anchor, zone), unit);
    long passed = unit.between(first, startOf(LocalDate.ofInstant(now, zone), unit));
    LocalDate start = first.plus(Math.floorDiv(passed, (long) duration) * duration, unit);
    // Where midnight is skipped, the day begins when the clock goes on.
    return new Interval(start.atStartOfDay(zone).toInstant(), start.plus(duration, unit).atStartOfDay(zone).toInstant());
  }

  private static LocalDate startOf(LocalDate day, ChronoUnit unit) {
    return switch (unit) {
      case WEEKS -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTHS -> day.withDayOfMonth(1);
      default -> day;
    };
  }
}
