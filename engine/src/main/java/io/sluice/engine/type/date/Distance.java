package io.sluice.engine.type.date;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A moment told by how far it is from now: {@code in 2 hours}, {@code five days ago}, {@code next 3 weeks}. */
final class Distance {

  private static final List<String> NUMBERS = List.of("one", "two", "three", "four", "five", "six", "seven", "eight",
      "nine", "ten", "eleven", "twelve");
  private static final int FEW = 3;
  private static final int SEVERAL = 7;

  private static final String AMOUNT =
      "(\\d{1,4}|half an?|half|an?\\s+few|an?\\s+couple\\s+of|few|several|an?|" + String.join("|", NUMBERS) + ")";
  private static final String UNIT = "(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|mos?|months?|y"
      + "|yrs?|years?)";
  private static final String PART = AMOUNT + "\\s*" + UNIT + "(?![a-z])";

  private static final Pattern AHEAD = Pattern.compile("\\b(?:in|within)\\s+(?:about\\s+)?" + PART
      + "(?:(?:\\s*,|\\s+and)?\\s+" + PART + ")?");
  private static final Pattern NEXT = Pattern.compile("(\\bnext|\\blast|\\bpast|(?<!\\S)\\+|(?<!\\S)-)\\s*" + PART);
  private static final Pattern BEHIND = Pattern.compile("\\b" + PART + "(?:(?:\\s*,|\\s+and)?\\s+" + PART
      + ")?\\s+(ago|before|earlier|from now|later|after)\\b");

  private Distance() {}

  /** @param lower the text in small letters */
  static @Nullable Instant find(String lower, Instant now) {
    if (lower.equals("now")) {
      return now;
    }
    var match = AHEAD.matcher(lower);
    if (match.find()) {
      return moved(moved(now, match.group(1), match.group(2), 1), match.group(3), match.group(4), 1);
    }
    match = NEXT.matcher(lower);
    if (match.find() && !match.group(2).startsWith("a")) {
      int sign = match.group(1).equals("next") || match.group(1).equals("+") ? 1 : -1;
      return moved(now, match.group(2), match.group(3), sign);
    }
    match = BEHIND.matcher(lower);
    if (!match.find()) {
      return null;
    }
    int sign = switch (match.group(5)) {
      case "ago", "before", "earlier" -> -1;
      default -> 1;
    };
    return moved(moved(now, match.group(1), match.group(2), sign), match.group(3), match.group(4), sign);
  }

  private static Instant moved(Instant from, @Nullable String amount, @Nullable String unit, int sign) {
    if (amount == null || unit == null) {
      return from;
    }
    var whole = unit(unit);
    if (amount.startsWith("half")) {
      return from.plus(Duration.of(sign, whole).dividedBy(2));
    }
    return LocalDateTime.ofInstant(from, ZoneOffset.UTC).plus((long) sign * number(amount), whole)
        .toInstant(ZoneOffset.UTC);
  }

  private static int number(String amount) {
    if (Character.isDigit(amount.charAt(0))) {
      return Integer.parseInt(amount);
    }
    int word = NUMBERS.indexOf(amount);
    return word >= 0 ? word + 1
        : amount.endsWith("few") ? FEW
        : amount.endsWith("of") ? 2
        : amount.equals("several") ? SEVERAL
        : 1;
  }

  private static ChronoUnit unit(String name) {
    return switch (name.charAt(0)) {
      case 's' -> ChronoUnit.SECONDS;
      case 'h' -> ChronoUnit.HOURS;
      case 'd' -> ChronoUnit.DAYS;
      case 'w' -> ChronoUnit.WEEKS;
      case 'y' -> ChronoUnit.YEARS;
      default -> name.startsWith("mo") ? ChronoUnit.MONTHS : ChronoUnit.MINUTES;
    };
  }
}
