package io.sluice.engine.type.date;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import io.sluice.engine.type.number.Doubles;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Dates, and the dates of birth that also have an age (exchange 9.2). */
public final class DateType {

  private static final String[] DOB_PARTS = {"age", "year", "masked"};
  private static final String[] MASKED_ONLY = {"masked"};
  private static final int DAYS_PER_YEAR = 365;

  /** No date is longer, and the forgiving pass reads the text sixteen times. */
  private static final int LENGTH_MAX = 128;

  private DateType() {}

  public static Object date(Object input, Clock clock) {
    var raw = Values.submitted(input);
    var text = Values.text(raw);
    var date = read(text, clock);
    return date == null ? TypedValue.invalid("date", text, raw) : TypedValue.valid("date", date, raw);
  }

  public static Object dob(Object input, Clock clock) {
    var raw = Values.submitted(input);
    var text = Values.text(raw);
    var date = read(text, clock);
    return date == null
        ? TypedValue.of("dob", text, raw, false, MASKED_ONLY, false)
        : TypedValue.valid("dob", date, raw, DOB_PARTS, age(date, today(clock)), (long) date.getYear(), false);
  }

  private static @Nullable LocalDate read(String text, Clock clock) {
    if (text.length() > LENGTH_MAX) {
      return null;
    }
    for (var pattern : DateNotation.ALL) {
      var date = pattern.exact(text);
      if (date != null) {
        return date;
      }
    }
    return forgiving(text, today(clock));
  }

  /**
   * The best reading by score. Once a pattern has given a date, a better score wins even without one: so a text that
   * fits a pattern well but names no real date is invalid, as observed.
   */
  private static @Nullable LocalDate forgiving(String text, LocalDate today) {
    DateNotation.Reading best = null;
    boolean found = false;
    for (var pattern : DateNotation.ALL) {
      var reading = pattern.forgiving(text, today);
      boolean better = best == null || reading.score() < best.score();
      if (better || !found && reading.date() != null) {
        best = reading;
      }
      found |= reading.date() != null;
    }
    return best == null ? null : best.date();
  }

  private static LocalDate today(Clock clock) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /**
   * Whole years, and tenths of a year since the last birthday, of which there are at most nine. NaN for one born on 29
   * February in a year without that day, as observed.
   */
  static Number age(LocalDate born, LocalDate today) {
    if (born.getDayOfMonth() == 29 && born.getMonthValue() == 2 && !today.isLeapYear()) {
      return Double.NaN;
    }
    long years = ChronoUnit.YEARS.between(born, today);
    var birthday = born.withYear(today.getYear());
    if (birthday.isAfter(today)) {
      birthday = birthday.minusYears(1);
    }
    long tenths = Math.min(9, ChronoUnit.DAYS.between(birthday, today) * 10 / DAYS_PER_YEAR);
    return Doubles.of((years * 10 + tenths) / 10.0);
  }
}
