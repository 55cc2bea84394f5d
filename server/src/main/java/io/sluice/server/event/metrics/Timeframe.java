package io.sluice.server.event.metrics;

import io.sluice.server.event.stats.Interval;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A stretch of time as it is asked for: {@code this_14_days} (today and the thirteen days before), {@code previous_2_weeks}
 * (whole ones, without this), {@code today}, {@code yesterday}, or {@code {"start": …, "end": …}}. The end is exclusive.
 */
record Timeframe(Instant start, Instant end) {

  static final String OTHERWISE = "this_14_days";
  static final String WHAT_IT_IS = "must be this_14_days, previous_2_weeks or the like, or JSON with start and end";

  private static final Duration LONGEST = Duration.ofDays(1_000_000);
  private static final Pattern RELATIVE = Pattern.compile("(this|previous)_(?:(\\d{1,4})_)?([a-z]+?)s?");
  private static final Map<String, Interval> UNITS = Map.of("minute", Interval.MINUTELY, "hour", Interval.HOURLY,
      "day", Interval.DAILY, "week", Interval.WEEKLY, "month", Interval.MONTHLY, "year", Interval.YEARLY);

  /** Empty when the text means no time. */
  static Optional<Timeframe> read(String text, Instant now, ZoneId zone) {
    String asked = text.strip();
    return switch (asked.toLowerCase(Locale.ROOT)) {
      case "today" -> relative("this_1_days", now, zone);
      case "yesterday" -> relative("previous_1_days", now, zone);
      default -> asked.startsWith("{") ? bounded(asked) : relative(asked.toLowerCase(Locale.ROOT), now, zone);
    };
  }

  private static Optional<Timeframe> relative(String text, Instant now, ZoneId zone) {
    Matcher matcher = RELATIVE.matcher(text);
    Interval unit = matcher.matches() ? UNITS.get(matcher.group(3)) : null;
    int count = unit == null || matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
    if (unit == null || count == 0) {
      return Optional.empty();
    }
    ZonedDateTime current = unit.begin(now.atZone(zone));
    return Optional.of(matcher.group(1).equals("this")
        ? new Timeframe(unit.plus(current, 1 - count).toInstant(), unit.plus(current, 1).toInstant())
        : new Timeframe(unit.plus(current, -count).toInstant(), current.toInstant()));
  }

  private static Optional<Timeframe> bounded(String json) {
    try {
      JsonNode tree = JsonMapper.shared().readTree(json);
      Instant start = OffsetDateTime.parse(tree.path("start").asString("")).toInstant();
      Instant end = OffsetDateTime.parse(tree.path("end").asString("")).toInstant();
      // Ids know seconds, and no calendar goes on for ever.
      return start.isBefore(end) && !start.isBefore(Instant.EPOCH.minus(LONGEST)) && end.isBefore(Instant.EPOCH.plus(LONGEST))
          ? Optional.of(new Timeframe(Instant.ofEpochSecond(start.getEpochSecond()),
              Instant.ofEpochSecond(end.minusNanos(1).getEpochSecond() + 1)))
          : Optional.empty();
    } catch (JacksonException | DateTimeException notATime) {
      return Optional.empty();
    }
  }
}
