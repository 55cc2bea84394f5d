package io.sluice.engine.type.date;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A moment in everyday English or ISO 8601 (exchange 9.2, {@code time}): a day, a time of day, or both, anywhere in the
 * text. A day alone means noon, a time alone means today; UTC unless a zone is named.
 */
final class TimePhrase {

  private static final String HALF = "\\s*(am|pm|a\\.m\\.?|p\\.m\\.?)(?![a-z])";
  private static final Pattern CLOCK_TIME = Pattern.compile(
      "(?<![\\d:/.-])(\\d{1,2}):(\\d{2})(?!\\d)(?::(\\d{2})(?:\\.(\\d{1,4})(?!\\d))?)?(?:\\.\\d+)?"
          + "(?:" + HALF + ")?"
          + "(?:\\s*((?:utc|gmt)?[+-]\\d{1,2}(?::?\\d{2})?|z|[a-z]{2,4})(?![a-z\\d]))?");
  private static final Pattern HOUR =
      Pattern.compile("(?<![\\d:/.-])(\\d{1,2})(?:[.:](\\d{1,2}))?" + HALF + "(?:\\s*([a-z]{2,4})(?![a-z\\d]))?");
  private static final Pattern BARE_HOUR = Pattern.compile(
      "(?<![\\d:/.-])(\\d{1,2})(?:\\s*o'?\\s*clock\\b|\\s+in\\s+the\\s+(morning|afternoon|evening)\\b)"
          + "|\\bat\\s+(\\d{1,2})(?![\\d:/.-]|st\\b|nd\\b|rd\\b|th\\b)");
  private static final Pattern TIME_OF_DAY =
      Pattern.compile("\\b(morning|noon|afternoon|evening|tonight|midnight|night)\\b");
  private static final Pattern LATE = Pattern.compile("\\b(afternoon|evening|night)\\b");
  private static final Pattern YEAR_OR_FIGURES = Pattern.compile("\\d{4}|\\d\\D\\d.*\\d");
  /** {@code Sat Jun 14 18:27:33 2014} */
  private static final Pattern YEAR_AT_END = Pattern.compile("\\d:\\d\\d\\D* (\\d{4})\\s*$");

  private static final Map<String, ZoneId> ZONES = Map.ofEntries(
      zone("est", "-05:00"), zone("edt", "-04:00"), zone("cst", "-06:00"), zone("cdt", "-05:00"),
      zone("mst", "-07:00"), zone("mdt", "-06:00"), zone("pst", "-08:00"), zone("pdt", "-07:00"),
      zone("akst", "-09:00"), zone("akdt", "-08:00"), zone("bst", "+01:00"), zone("cest", "+02:00"),
      zone("eet", "+02:00"), zone("eest", "+03:00"), zone("msk", "+03:00"), zone("ist", "+05:30"),
      zone("jst", "+09:00"), zone("aest", "+10:00"), zone("aedt", "+11:00"), zone("et", "America/New_York"),
      zone("ct", "America/Chicago"), zone("mt", "America/Denver"), zone("pt", "America/Los_Angeles"),
      zone("cet", "Europe/Paris"));

  private final String text;
  private final Instant now;
  private final LocalDate today;

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

  private static Map.Entry<String, ZoneId> zone(String name, String id) {
    return Map.entry(name, ZoneId.of(id));
  }

  private @Nullable Instant moment() {
    var distance = Distance.find(text.trim(), now);
    if (distance != null) {
      return distance;
    }
    var found = DayPhrase.find(text, today);
    if (found == null) {
      return time(today, text, false);
    }
    var day = withYearAtEnd(found);
    var time = time(day, text.substring(found.end()), true);
    if (time == null) {
      time = time(day, text.substring(0, found.start()), true);
    }
    if (time == null) {
      time = named(day, text, true);
    }
    return time == null ? at(day, LocalTime.NOON) : time;
  }

  private LocalDate withYearAtEnd(DayPhrase found) {
    var year = YEAR_AT_END.matcher(text);
    boolean unsaid = !YEAR_OR_FIGURES.matcher(text.substring(found.start(), found.end())).find();
    return unsaid && year.find(found.end()) ? found.day().withYear(Integer.parseInt(year.group(1))) : found.day();
  }

  private @Nullable Instant time(LocalDate day, String part, boolean dayNamed) {
    var match = CLOCK_TIME.matcher(part);
    if (match.find()) {
      int hour = hour(Integer.parseInt(match.group(1)), match.group(5), part, match.start());
      int second = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
      var time = LocalTime.of(hour, Integer.parseInt(match.group(2)), second)
          .plus(fraction(match.group(4)), ChronoUnit.MILLIS);
      return LocalDateTime.of(day, time).atZone(zone(match.group(6))).toInstant();
    }
    match = HOUR.matcher(part);
    if (match.find()) {
      int minute = match.group(2) == null ? 0 : Integer.parseInt(match.group(2));
      var time = LocalTime.of(hour(Integer.parseInt(match.group(1)), match.group(3), part, match.start()), minute);
      return LocalDateTime.of(day, time).atZone(zone(match.group(4))).toInstant();
    }
    match = BARE_HOUR.matcher(part);
    if (match.find()) {
      boolean at = match.group(3) != null;
      String half = match.group(2) == null ? null : match.group(2).equals("morning") ? "am" : "pm";
      return at(day, LocalTime.of(hour(Integer.parseInt(match.group(at ? 3 : 1)), half, part, match.start()), 0));
    }
    return named(day, part, dayNamed);
  }

  private static @Nullable Instant named(LocalDate day, String part, boolean dayNamed) {
    if (part.contains("last night")) {
      return at(day, LocalTime.MIDNIGHT);
    }
    var match = TIME_OF_DAY.matcher(part);
    if (!match.find()) {
      return null;
    }
    return switch (match.group(1)) {
      case "morning" -> at(day, LocalTime.of(6, 0));
      case "noon" -> at(day, LocalTime.NOON);
      case "afternoon" -> at(day, LocalTime.of(15, 0));
      case "evening", "night" -> at(day, LocalTime.of(20, 0));
      case "tonight" -> at(day, LocalTime.of(22, 0));
      default -> at(dayNamed ? day : day.plusDays(1), LocalTime.MIDNIGHT);
    };
  }

  private static Instant at(LocalDate day, LocalTime time) {
    return LocalDateTime.of(day, time).toInstant(ZoneOffset.UTC);
  }

  /** Seven of an evening that was named before is 19; tonight, wherever it stands. */
  private int hour(int hour, @Nullable String half, String part, int start) {
    if (half == null) {
      boolean late = text.contains("tonight") || LATE.matcher(part.substring(0, start)).find();
      return late && hour < 12 ? hour + 12 : hour;
    }
    if (hour > 12) {
      throw new DateTimeException("there is no " + hour + " before or after noon");
    }
    return half.charAt(0) == 'a' ? hour == 12 ? 0 : hour : hour < 12 ? hour + 12 : hour;
  }

  /** {@code .5} is 500 milliseconds. */
  private static int fraction(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt((digits + "000").substring(0, 3));
  }

  /** What is no zone is a word of the sentence. */
  private static ZoneId zone(@Nullable String name) {
    if (name == null || name.equals("z") || name.equals("utc") || name.equals("gmt")) {
      return ZoneOffset.UTC;
    }
    int sign = Math.max(name.indexOf('+'), name.indexOf('-'));
    if (sign >= 0) {
      String offset = name.substring(sign);
      return ZoneOffset.of(offset.length() == 2 ? offset.charAt(0) + "0" + offset.charAt(1) : offset);
    }
    return ZONES.getOrDefault(name, ZoneOffset.UTC);
  }
}
