package io.sluice.server.crm.optout;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.temporal.TemporalAdjusters;

/** Days on which offices of the United States work: neither weekends nor federal holidays (5 U.S.C. 6103). */
final class BusinessDays {

  private BusinessDays() {}

  /** The so-many-th business day behind this day, which itself does not count. */
  static LocalDate after(LocalDate day, int days) {
    LocalDate at = day;
    for (int left = days; left > 0; ) {
      at = at.plusDays(1);
      if (works(at)) {
        left--;
      }
    }
    return at;
  }

  static boolean works(LocalDate day) {
    DayOfWeek weekday = day.getDayOfWeek();
    return weekday != DayOfWeek.SATURDAY && weekday != DayOfWeek.SUNDAY && !holiday(day)
        && !(weekday == DayOfWeek.FRIDAY && fixed(day.plusDays(1)))
        && !(weekday == DayOfWeek.MONDAY && fixed(day.minusDays(1)));
  }

  private static boolean holiday(LocalDate day) {
    return fixed(day)
        || nth(day, Month.JANUARY, 3, DayOfWeek.MONDAY)
        || nth(day, Month.FEBRUARY, 3, DayOfWeek.MONDAY)
        || day.getMonth() == Month.MAY && day.equals(day.with(TemporalAdjusters.lastInMonth(DayOfWeek.MONDAY)))
        || nth(day, Month.SEPTEMBER, 1, DayOfWeek.MONDAY)
        || nth(day, Month.OCTOBER, 2, DayOfWeek.MONDAY)
        || nth(day, Month.NOVEMBER, 4, DayOfWeek.THURSDAY);
  }

  /** On a Saturday it is kept on the Friday before, on a Sunday on the Monday behind. */
  private static boolean fixed(LocalDate day) {
    return switch (day.getMonth()) {
      case JANUARY -> day.getDayOfMonth() == 1;
      case JUNE -> day.getDayOfMonth() == 19;
      case JULY -> day.getDayOfMonth() == 4;
      case NOVEMBER -> day.getDayOfMonth() == 11;
      case DECEMBER -> day.getDayOfMonth() == 25;
      default -> false;
    };
  }

  private static boolean nth(LocalDate day, Month month, int nth, DayOfWeek weekday) {
    return day.getMonth() == month && day.equals(day.with(TemporalAdjusters.dayOfWeekInMonth(nth, weekday)));
  }
}
