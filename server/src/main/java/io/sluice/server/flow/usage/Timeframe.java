package io.sluice.server.flow.usage;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stretch of whole days, told from today: {@code today}, {@code yesterday}, {@code this_month},
 * {@code previous_30_days}. {@code this_…} ends with today, {@code previous_…} before the unit that today lies in.
 * Weeks begin on Monday, as those of caps do.
 *
 * @param count of units
 */
record Timeframe(boolean previous, int count, ChronoUnit unit) {

  static final Timeframe TODAY = new Timeframe(false, 1, ChronoUnit.DAYS);

  private static final Map<String, ChronoUnit> UNITS = Map.of("day", ChronoUnit.DAYS, "week", ChronoUnit.WEEKS,
      "month", ChronoUnit.MONTHS, "year", ChronoUnit.YEARS);
  private static final Pattern SHAPE = Pattern.compile("(this|previous)_(?:([1-9]\\d{0,3})_)?(day|week|month|year)s?");

  /** Empty for a text that is none. */
  static Optional<Timeframe> read(String text) {
    return switch (text) {
      case "today" -> Optional.of(TODAY);
      case "yesterday" -> Optional.of(new Timeframe(true, 1, ChronoUnit.DAYS));
      default -> {
        Matcher parts = SHAPE.matcher(text);
        yield parts.matches()
            ? Optional.of(new Timeframe(parts.group(1).equals("previous"),
                parts.group(2) == null ? 1 : Integer.parseInt(parts.group(2)), UNITS.get(parts.group(3))))
            : Optional.empty();
      }
    };
  }

  /** The first day that counts. */
  LocalDate from(LocalDate today) {
    return startOf(today).minus(previous ? count : count - 1L, unit);
  }

  /** The first day that does not count any more. */
  LocalDate before(LocalDate today) {
    return previous ? startOf(today) : today.plusDays(1);
  }

  private LocalDate startOf(LocalDate day) {
    return switch (unit) {
      case WEEKS -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTHS -> day.withDayOfMonth(1);
      case YEARS -> day.withDayOfYear(1);
      default -> day;
    };
  }
}
