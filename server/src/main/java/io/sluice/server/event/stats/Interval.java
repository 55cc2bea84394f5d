package io.sluice.server.event.stats;

import io.sluice.server.event.count.Buckets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How time is cut: by the clock and the calendar of a zone. Weeks begin on Monday, as caps count them (exchange 11). */
public enum Interval {
  MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY;

  /** So many parts a request may ask for. */
  public static final int MAX_PARTS = 5_000;

  public static Optional<Interval> named(String name) {
    for (Interval interval : values()) {
      if (interval.word().equals(name.strip().toLowerCase(Locale.ROOT))) {
        return Optional.of(interval);
      }
    }
    return Optional.empty();
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Cuts the time from {@code start} to {@code end}; the first and the last part may be shorter.
   *
   * @param every how many minutes, hours, … a part has
   * @return empty when there are more than {@link #MAX_PARTS}
   */
  public Optional<Buckets> cut(Instant start, Instant end, ZoneId zone, int every) {
    List<Instant> starts = new ArrayList<>(List.of(start));
    ZonedDateTime first = begin(start.atZone(zone));
    for (int parts = 1; ; parts++) {
      Instant next = plus(first, (long) parts * every).toInstant();
      if (!next.isBefore(end)) {
        return Optional.of(new Buckets(starts, end));
      }
      if (parts >= MAX_PARTS) {
        return Optional.empty();
      }
      if (next.isAfter(starts.getLast())) {
        starts.add(next);
      }
    }
  }

  /** When the part that a time lies in began. */
  public ZonedDateTime begin(ZonedDateTime time) {
    return switch (this) {
      case MINUTELY -> time.truncatedTo(ChronoUnit.MINUTES);
      case HOURLY -> time.truncatedTo(ChronoUnit.HOURS);
      case DAILY -> day(time);
      case WEEKLY -> day(time.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)));
      case MONTHLY -> day(time.withDayOfMonth(1));
      case YEARLY -> day(time.withDayOfYear(1));
    };
  }

  public ZonedDateTime plus(ZonedDateTime time, long parts) {
    return switch (this) {
      case MINUTELY -> time.plusMinutes(parts);
      case HOURLY -> time.plusHours(parts);
      case DAILY -> day(time.plusDays(parts));
      case WEEKLY -> day(time.plusWeeks(parts));
      case MONTHLY -> day(time.plusMonths(parts));
      case YEARLY -> day(time.plusYears(parts));
    };
  }

  /** Where clocks are put forward at midnight, the day begins later. */
  private static ZonedDateTime day(ZonedDateTime time) {
    return time.toLocalDate().atStartOfDay(time.getZone());
  }
}
