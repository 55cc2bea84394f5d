package io.sluice.engine.type.date;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A moment in everyday English or ISO 8601 (exchange 9.2, {@code time}): a day, a time of day, or both, anywhere in the
 * text. A day alone means noon, a time alone means today; UTC unless a zone is named.
 */
final class TimePhrase {

  private static final String MONTH =
      "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\\.?";
  private static final String WEEKDAY =
      "(sun|mon|tue|wed|thu|fri|sat)(?:day|sday|nesday|rsday|urday|s|rs|r)?\\b";
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String WEEKDAYS = "montuewedthufrisatsun";

  private static final Pattern ISO_DAY = Pattern.compile("(?<![\\d-])(\\d{4})-(\\d{1,2})-(\\d{1,2})(?!\\d)");
  private static final Pattern SLASHED_DAY =
      Pattern.compile("(?<![\\d/])(\\d{1,2})/(\\d{1,2})(?:/(\\d{4}|\\d{2}))?(?![\\d/])");
  private static final Pattern DAY_MONTH =
      Pattern.compile("\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?" + MONTH + ",?(?:\\s+(\\d{4})\\b)?");
  private static final Pattern MONTH_DAY =
      Pattern.compile("\\b" + MONTH + "\\s+(\\d{1,2})(?:st|nd|rd|th)?\\b(?!:)(?:,?\\s+(\\d{4})\\b)?");
  private static final Pattern MONTH_YEAR = Pattern.compile("\\b" + MONTH + ",?\\s+(\\d{4})\\b");
  private static final Pattern NAMED_DAY = Pattern.compile("\\b(today|tonight|tomorrow|yesterday)\\b");
  private static final Pattern NAMED_WEEKDAY = Pattern.compile("\\b(?:(last|next|this)\\s+)?" + WEEKDAY);
  private static final Pattern NAMED_SPAN = Pattern.compile("\\b(last|next|this)\\s+(week|month|year)\\b");
  private static final Pattern DISTANCE =
      Pattern.compile("\\b(?:(in)\\s+)?(\\d{1,4}|an?)\\s+(second|minute|hour|day|week|month|year)s?\\b(\\s+ago\\b)?");
  private static final Pattern CLOCK_TIME = Pattern.compile(
      "(?<![\\d:/.-])(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,4})(?!\\d))?)?(?:\\.\\d+)?"
          + "(?:\\s*(am|pm|a\\.m\\.|p\\.m\\.))?"
          + "(?:\\s*(z|utc|gmt|[ecmp][sd]t|[+-]\\d{2}:?\\d{2})(?![a-z\\d]))?");
  private static final Pattern HOUR = Pattern.compile("(?<![\\d:/.-])(\\d{1,2})\\s*(am|pm|a\\.m\\.|p\\.m\\.)(?![a-z])");
  private static final Pattern TIME_OF_DAY = Pattern.compile("\\b(morning|noon|afternoon|evening|tonight|midnight)\\b");

  private static final Map<String, Integer> ZONE_HOURS =
      Map.of("est", -5, "edt", -4, "cst", -6, "cdt", -5, "mst", -7, "mdt", -6, "pst", -8, "pdt", -7);
  private static final int YEAR_PIVOT = 50;

  private final String text;
  private final Instant now;
  private final LocalDate today;
  private int dayStart;
  private int dayEnd;

  private TimePhrase(String text, Instant now) {
    this.text = text.toLowerCase(Locale.ROOT);
    this.now = now.truncatedTo(ChronoUnit.MILLIS);
    this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  static @Nullable Instant read(String text, Instant now) {
    try {
      if (machineWritten(text)) {
        return Instant.parse(text);
      }
      return new TimePhrase(text, now).moment();
    } catch (DateTimeException noSuchMoment) {
      // The 45th of a month, the 25th hour: the text looks like a time and is none.
      return null;
    }
  }

  /** {@code 2014-06-14T18:27:33Z}, with or without milliseconds: no need to search it for words. */
  private static boolean machineWritten(String text) {
    return (text.length() == 20 || text.length() == 24 && text.charAt(19) == '.')
        && text.charAt(4) == '-'
        && text.charAt(10) == 'T'
        && text.endsWith("Z");
  }

  private @Nullable Instant moment() {
    var distance = distance();
    if (distance != null) {
      return distance;
    }
    var day = day();
    if (day == null) {
      return time(today, text);
    }
    var time = time(day, text.substring(dayEnd));
    if (time == null) {
      time = time(day, text.substring(0, dayStart));
    }
    if (time == null) {
      time = named(day, text);
    }
    return time == null ? at(day, LocalTime.NOON) : time;
  }

  private @Nullable Instant distance() {
    var match = DISTANCE.matcher(text);
    if (!match.find() || match.group(1) == null && match.group(4) == null) {
      return null;
    }
    long amount = Character.isDigit(match.group(2).charAt(0)) ? Long.parseLong(match.group(2)) : 1;
    var unit = ChronoUnit.valueOf(match.group(3).toUpperCase(Locale.ROOT) + "S");
    return LocalDateTime.ofInstant(now, ZoneOffset.UTC)
        .plus(match.group(4) == null ? amount : -amount, unit)
        .toInstant(ZoneOffset.UTC);
  }

  private @Nullable LocalDate day() {
    var match = found(ISO_DAY);
    if (match != null) {
      return LocalDate.of(number(match, 1), number(match, 2), number(match, 3));
    }
    match = found(SLASHED_DAY);
    if (match != null) {
      int first = number(match, 1);
      int second = number(match, 2);
      return first > 12 ? day(match.group(3), second, first) : day(match.group(3), first, second);
    }
    match = found(DAY_MONTH);
    if (match != null) {
      return day(match.group(3), month(match.group(2)), number(match, 1));
    }
    match = found(MONTH_DAY);
    if (match != null) {
      return day(match.group(3), month(match.group(1)), number(match, 2));
    }
    match = found(MONTH_YEAR);
    if (match != null) {
      return day(match.group(2), month(match.group(1)), 1);
    }
    return relativeDay();
  }

  private @Nullable LocalDate relativeDay() {
    var match = found(NAMED_DAY);
    if (match != null) {
      return switch (match.group(1)) {
        case "tomorrow" -> today.plusDays(1);
        case "yesterday" -> today.minusDays(1);
        default -> today;
      };
    }
    match = found(NAMED_SPAN);
    if (match != null) {
      var unit = ChronoUnit.valueOf(match.group(2).toUpperCase(Locale.ROOT) + "S");
      return switch (match.group(1)) {
        case "last" -> today.minus(1, unit);
        case "next" -> today.plus(1, unit);
        default -> today;
      };
    }
    match = found(NAMED_WEEKDAY);
    return match == null ? null : weekday(match.group(1), DayOfWeek.of(WEEKDAYS.indexOf(match.group(2)) / 3 + 1));
  }

  /** Without last or next the nearest one, before or after today. */
  private LocalDate weekday(@Nullable String which, DayOfWeek day) {
    if ("last".equals(which)) {
      return today.with(TemporalAdjusters.previous(day));
    }
    var next = today.with(TemporalAdjusters.nextOrSame(day));
    return "next".equals(which)
        ? today.with(TemporalAdjusters.next(day))
        : ChronoUnit.DAYS.between(today, next) > 3 ? next.minusWeeks(1) : next;
  }

  private @Nullable Matcher found(Pattern pattern) {
    var match = pattern.matcher(text);
    if (!match.find()) {
      return null;
    }
    dayStart = match.start();
    dayEnd = match.end();
    return match;
  }

  private static int number(Matcher match, int group) {
    return Integer.parseInt(match.group(group));
  }

  private static int month(String name) {
    return MONTHS.indexOf(name) / 3 + 1;
  }

  /** Without a year the nearest such day, before or after today. */
  private LocalDate day(@Nullable String year, int month, int day) {
    if (year != null) {
      int number = Integer.parseInt(year);
      int century = year.length() == 4 ? 0 : number > YEAR_PIVOT ? 1900 : 2000;
      return LocalDate.of(century + number, month, day);
    }
    var best = LocalDate.of(today.getYear(), month, day);
    for (int near : new int[] {today.getYear() - 1, today.getYear() + 1}) {
      var other = best.withYear(near);
      if (Math.abs(ChronoUnit.DAYS.between(today, other)) < Math.abs(ChronoUnit.DAYS.between(today, best))) {
        best = other;
      }
    }
    return best;
  }

  private @Nullable Instant time(LocalDate day, String part) {
    var match = CLOCK_TIME.matcher(part);
    if (match.find()) {
      int hour = hour(number(match, 1), match.group(5));
      int second = match.group(3) == null ? 0 : number(match, 3);
      var time = LocalTime.of(hour, number(match, 2), second).plus(fraction(match.group(4)), ChronoUnit.MILLIS);
      return LocalDateTime.of(day, time).toInstant(zone(match.group(6)));
    }
    match = HOUR.matcher(part);
    return match.find() ? at(day, LocalTime.of(hour(number(match, 1), match.group(2)), 0)) : named(day, part);
  }

  private static @Nullable Instant named(LocalDate day, String part) {
    var match = TIME_OF_DAY.matcher(part);
    if (!match.find()) {
      return null;
    }
    return switch (match.group(1)) {
      case "morning" -> at(day, LocalTime.of(6, 0));
      case "noon" -> at(day, LocalTime.NOON);
      case "afternoon" -> at(day, LocalTime.of(15, 0));
      case "evening" -> at(day, LocalTime.of(20, 0));
      case "tonight" -> at(day, LocalTime.of(22, 0));
      default -> at(day.plusDays(1), LocalTime.MIDNIGHT);
    };
  }

  private static Instant at(LocalDate day, LocalTime time) {
    return LocalDateTime.of(day, time).toInstant(ZoneOffset.UTC);
  }

  private static int hour(int hour, @Nullable String half) {
    if (half == null) {
      return hour;
    }
    return half.charAt(0) == 'a' ? hour == 12 ? 0 : hour : hour < 12 ? hour + 12 : hour;
  }

  /** {@code .5} is 500 milliseconds. */
  private static int fraction(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt((digits + "000").substring(0, 3));
  }

  private static ZoneOffset zone(@Nullable String name) {
    if (name == null || name.equals("z") || name.equals("utc") || name.equals("gmt")) {
      return ZoneOffset.UTC;
    }
    var hours = ZONE_HOURS.get(name);
    return hours == null ? ZoneOffset.of(name) : ZoneOffset.ofHours(hours);
  }
}
