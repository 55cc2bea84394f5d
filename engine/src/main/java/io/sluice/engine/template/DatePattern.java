package io.sluice.engine.template;

import java.time.DayOfWeek;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;
import java.time.temporal.WeekFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A date's pattern, such as {@code YYYY-MM-DDTHH:mm:ssZ} or {@code [It's] MMMM Do} (exchange 7). */
final class DatePattern {

  /** Longest first where one token begins another. */
  private static final Pattern TOKENS =
      Pattern.compile(
          "\\[[^\\[\\]]*\\]|\\\\.|Hmmss|hmmss|Hmm|hmm|Mo|M{1,4}|Do|DDDo|D{1,4}|do|d{1,4}|wo|w{1,2}|Wo|W{1,2}|Qo|Q"
              + "|YYYYYY|YYYYY|YYYY|YY|Y|gggg|gg|GGGG|GG|e|E|a|A|hh?|HH?|kk?|mm?|ss?|S{1,9}|x|X|zz?|ZZ?|.",
          Pattern.DOTALL);

  private static final Pattern SHORTHANDS =
      Pattern.compile("\\[[^\\[\\]]*\\]|\\\\.|LTS|LT|L{1,4}|l{1,4}|.", Pattern.DOTALL);

  private static final Map<String, String> ENGLISH_SHORTHANDS =
      Map.of(
          "LTS", "h:mm:ss A",
          "LT", "h:mm A",
          "L", "MM/DD/YYYY",
          "l", "M/D/YYYY",
          "LL", "MMMM D, YYYY",
          "ll", "MMM D, YYYY",
          "LLL", "MMMM D, YYYY h:mm A",
          "lll", "MMM D, YYYY h:mm A",
          "LLLL", "dddd, MMMM D, YYYY h:mm A",
          "llll", "ddd, MMM D, YYYY h:mm A");

  private static final Map<String, String> DAY_FIRST_SHORTHANDS =
      Map.of(
          "LTS", "HH:mm:ss",
          "LT", "HH:mm",
          "L", "DD/MM/YYYY",
          "l", "D/M/YYYY",
          "LL", "D MMMM YYYY",
          "ll", "D MMM YYYY",
          "LLL", "D MMMM YYYY HH:mm",
          "lll", "D MMM YYYY HH:mm",
          "LLLL", "dddd D MMMM YYYY HH:mm",
          "llll", "ddd D MMM YYYY HH:mm");

  private final List<String> tokens;
  private final FormatLocale locale;
  /** Britain's September is "Sept" to the JDK but "Sep" to everybody whose cases we follow. */
  private final Locale names;

  private DatePattern(List<String> tokens, FormatLocale locale) {
    this.tokens = tokens;
    this.locale = locale;
    this.names = locale.isEnglish() ? Locale.US : locale.language();
  }

  static DatePattern of(String pattern, FormatLocale locale) {
    boolean american = locale.isEnglish() && !locale.language().getCountry().equals("GB");
    var shorthands = american ? ENGLISH_SHORTHANDS : DAY_FIRST_SHORTHANDS;
    var expanded = new StringBuilder();
    for (var part : parts(SHORTHANDS, pattern)) {
      expanded.append(shorthands.getOrDefault(part, part));
    }
    return new DatePattern(parts(TOKENS, expanded.toString()), locale);
  }

  private static List<String> parts(Pattern pattern, String text) {
    var parts = new ArrayList<String>();
    var matcher = pattern.matcher(text);
    while (matcher.find()) {
      parts.add(matcher.group());
    }
    return List.copyOf(parts);
  }

  String format(ZonedDateTime at) {
    var text = new StringBuilder();
    for (var token : tokens) {
      text.append(value(token, at));
    }
    return text.toString();
  }

  private String value(String token, ZonedDateTime at) {
    int hour12 = (at.getHour() + 11) % 12 + 1;
    return switch (token) {
      case "M" -> number(at.getMonthValue());
      case "Mo" -> counted(at.getMonthValue());
      case "MM" -> two(at.getMonthValue());
      case "MMM" -> at.getMonth().getDisplayName(TextStyle.SHORT, names);
      case "MMMM" -> at.getMonth().getDisplayName(TextStyle.FULL, names);
      case "Q" -> number(at.get(IsoFields.QUARTER_OF_YEAR));
      case "Qo" -> counted(at.get(IsoFields.QUARTER_OF_YEAR));
      case "D" -> number(at.getDayOfMonth());
      case "Do" -> counted(at.getDayOfMonth());
      case "DD" -> two(at.getDayOfMonth());
      case "DDD" -> number(at.getDayOfYear());
      case "DDDo" -> counted(at.getDayOfYear());
      case "DDDD" -> "%03d".formatted(at.getDayOfYear());
      case "d", "e" -> number(token.equals("e") ? localWeekday(at) : at.getDayOfWeek().getValue() % 7);
      case "do" -> counted(at.getDayOfWeek().getValue() % 7);
      case "dd" -> twoLetters(at);
      case "ddd" -> at.getDayOfWeek().getDisplayName(TextStyle.SHORT, names);
      case "dddd" -> at.getDayOfWeek().getDisplayName(TextStyle.FULL, names);
      case "E" -> number(at.getDayOfWeek().getValue());
      case "w" -> number(at.get(weekOfYear()));
      case "wo" -> counted(at.get(weekOfYear()));
      case "ww" -> two(at.get(weekOfYear()));
      case "W" -> number(at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case "Wo" -> counted(at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case "WW" -> two(at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case "Y" -> number(at.getYear());
      case "YY" -> two(at.getYear() % 100);
      case "YYYY" -> "%04d".formatted(at.getYear());
      case "YYYYY" -> "%05d".formatted(at.getYear());
      case "YYYYYY" -> "%+07d".formatted(at.getYear());
      case "gg" -> two(at.get(weekYear()) % 100);
      case "gggg" -> "%04d".formatted(at.get(weekYear()));
      case "GG" -> two(at.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case "GGGG" -> "%04d".formatted(at.get(IsoFields.WEEK_BASED_YEAR));
      case "A" -> at.getHour() < 12 ? "AM" : "PM";
      case "a" -> at.getHour() < 12 ? "am" : "pm";
      case "H" -> number(at.getHour());
      case "HH" -> two(at.getHour());
      case "h" -> number(hour12);
      case "hh" -> two(hour12);
      case "k" -> number(at.getHour() == 0 ? 24 : at.getHour());
      case "kk" -> two(at.getHour() == 0 ? 24 : at.getHour());
      case "Hmm" -> at.getHour() + two(at.getMinute());
      case "hmm" -> hour12 + two(at.getMinute());
      case "Hmmss" -> at.getHour() + two(at.getMinute()) + two(at.getSecond());
      case "hmmss" -> hour12 + two(at.getMinute()) + two(at.getSecond());
      case "m" -> number(at.getMinute());
      case "mm" -> two(at.getMinute());
      case "s" -> number(at.getSecond());
      case "ss" -> two(at.getSecond());
      case "X" -> Long.toString(at.toEpochSecond());
      case "x" -> Long.toString(at.toInstant().toEpochMilli());
      case "z", "zz" -> zoneName(at);
      case "Z" -> DateTimeFormatter.ofPattern("xxx").format(at);
      case "ZZ" -> DateTimeFormatter.ofPattern("xx").format(at);
      default -> fractionOrText(token, at);
    };
  }

  private static String fractionOrText(String token, ZonedDateTime at) {
    if (token.charAt(0) == 'S') {
      return "%09d".formatted(at.getNano() / 1_000_000 * 1_000_000).substring(0, token.length());
    }
    if (token.length() > 1 && (token.charAt(0) == '[' || token.charAt(0) == '\\')) {
      return token.charAt(0) == '[' ? token.substring(1, token.length() - 1) : token.substring(1);
    }
    return token;
  }

  private String twoLetters(ZonedDateTime at) {
    String name = at.getDayOfWeek().getDisplayName(TextStyle.SHORT, names);
    return name.substring(0, Math.min(2, name.length()));
  }

  private int localWeekday(ZonedDateTime at) {
    return locale.isEnglish() ? at.getDayOfWeek().getValue() % 7 : at.getDayOfWeek().getValue() - 1;
  }

  private WeekFields weeks() {
    return locale.isEnglish() ? WeekFields.of(DayOfWeek.SUNDAY, 1) : WeekFields.ISO;
  }

  private TemporalField weekOfYear() {
    return weeks().weekOfWeekBasedYear();
  }

  private TemporalField weekYear() {
    return weeks().weekBasedYear();
  }

  private String zoneName(ZonedDateTime at) {
    String name = DateTimeFormatter.ofPattern("zzz", Locale.US).format(at);
    return name.equals("Z") ? "UTC" : name;
  }

  private String counted(int value) {
    return value + locale.ordinal(value);
  }

  private static String number(int value) {
    return Integer.toString(value);
  }

  private static String two(int value) {
    return value < 10 && value >= 0 ? "0" + value : Integer.toString(value);
  }
}
