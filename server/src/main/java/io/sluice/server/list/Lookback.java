package io.sluice.server.list;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How far back a query looks: values that were added before are not found (exchange 5.6). */
public final class Lookback {

  private static final int MAX_VALUE = 1_000_000;
  private static final Map<String, ChronoUnit> UNITS = Map.of(
      "year", ChronoUnit.YEARS, "month", ChronoUnit.MONTHS, "week", ChronoUnit.WEEKS, "day", ChronoUnit.DAYS,
      "hour", ChronoUnit.HOURS, "minute", ChronoUnit.MINUTES);

  private Lookback() {}

  /** Empty for what is no stretch of time; its interval may be said in the plural. */
  public static Optional<Instant> since(Instant now, int value, String interval) {
    String word = interval.strip().toLowerCase(Locale.ROOT);
    ChronoUnit unit = UNITS.get(word.endsWith("s") ? word.substring(0, word.length() - 1) : word);
    if (unit == null || value < 1 || value > MAX_VALUE) {
      return Optional.empty();
    }
    Instant start = now.atZone(ZoneOffset.UTC).minus(value, unit).toInstant();
    // PostgreSQL's calendar begins in 4713 BC, and no list is older than this program.
    return Optional.of(start.isBefore(Instant.EPOCH) ? Instant.EPOCH : start);
  }
}
