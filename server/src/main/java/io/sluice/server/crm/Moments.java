package io.sluice.server.crm;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.Optional;

/** A time as lists are asked for it: a moment, or a day by the account's clock. */
public final class Moments {

  public static final String SENTENCE = "must be a date or a time such as 2026-03-02T09:00:00Z";

  /** What PostgreSQL tells apart. */
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 9999;

  private Moments() {}

  /** From it on. */
  public static Optional<Instant> at(String text, ZoneId zone) {
    return day(text).map(day -> day.atStartOfDay(zone).toInstant()).or(() -> exact(text));
  }

  /** The first moment after it: a day, and a moment, are themselves asked for. */
  public static Optional<Instant> behind(String text, ZoneId zone) {
    return day(text).map(day -> day.plusDays(1).atStartOfDay(zone).toInstant())
        .or(() -> exact(text).map(moment -> moment.plus(TICK)));
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return Optional.of(LocalDate.parse(text)).filter(day -> isKnown(Year.from(day)));
    } catch (DateTimeException notOne) {
      return Optional.empty(); // perhaps a moment
    }
  }

  /** A moment, and not a day. */
  public static Optional<Instant> exact(String text) {
    try {
      // A plus that was not escaped comes as a blank.
      OffsetDateTime moment = OffsetDateTime.parse(text.replace(' ', '+'));
      return Optional.of(moment).filter(known -> isKnown(Year.from(known))).map(OffsetDateTime::toInstant);
    } catch (DateTimeException notOne) {
      return Optional.empty(); // which the caller tells
    }
  }

  private static boolean isKnown(Year year) {
    return year.getValue() >= FIRST_YEAR && year.getValue() <= LAST_YEAR;
  }
}
