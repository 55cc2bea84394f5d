package io.sluice.engine.type.number;

import io.sluice.engine.type.Blanks;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * Ranges (exchange 9.2): {@code a-b}, {@code a to b}, {@code a+}, a single number, two ISO dates (as milliseconds).
 *
 * <p>Between two numbers stand blanks, one dash, or both; the word {@code to} is a blank and every other character is
 * nothing, so {@code 100k-200k} is 100-200 and {@code 1~10} is 110, as observed.
 */
public final class RangeType {

  private static final String[] PARTS = {"mid", "max", "min", "avg"};
  private static final int ISO_DATE_LENGTH = 10;
  private static final double WHOLE_FROM = 1e14;

  private RangeType() {}

  public static Object parse(Object input, Clock clock) {
    var text = Values.text(Values.submitted(input));
    var range = dates(text);
    if (range == null) {
      range = numbers(text, reduced(text));
    }
    return range;
  }

  private static TypedValue numbers(String text, String reduced) {
    for (int i = 0; i < reduced.length(); i++) {
      boolean negative = reduced.charAt(i) == '-';
      int start = negative ? i + 1 : i;
      int end = numberEnd(reduced, start);
      if (end == start) {
        continue;
      }
      var min = Doubles.read(reduced.substring(i, end));
      int next = Blanks.skip(reduced, end);
      if (next < reduced.length() && reduced.charAt(next) == '+') {
        return open(text, min);
      }
      if (next < reduced.length() && reduced.charAt(next) == '-') {
        next = Blanks.skip(reduced, next + 1);
      }
      int last = numberEnd(reduced, next);
      if (next > end && last > next) {
        return between(text, min, Doubles.read(reduced.substring(next, last)));
      }
      i = end - 1;
    }
    return single(text);
  }

  private static TypedValue between(String text, Number min, Number max) {
    double average = (min.doubleValue() + max.doubleValue()) / 2;
    if (!Double.isFinite(average)) {
      return single(text);
    }
    return TypedValue.valid("range", Doubles.text(min) + "-" + Doubles.text(max), text, PARTS,
        Doubles.of(truncated(average)), max, min, Doubles.of(hundredths(average)));
  }

  /** Above {@link #WHOLE_FROM} a double has no hundredths left to round. */
  private static double hundredths(double value) {
    return Math.abs(value) >= WHOLE_FROM ? value : Math.round(value * 100) / 100.0;
  }

  private static double truncated(double value) {
    return value < 0 ? Math.ceil(value) : Math.floor(value);
  }

  private static TypedValue open(String text, Number min) {
    if (!Double.isFinite(min.doubleValue())) {
      return single(text);
    }
    return TypedValue.valid("range", Doubles.text(min) + "+", text, PARTS, null, null, min, null);
  }

  private static TypedValue single(String text) {
    var number = NumberType.read(text);
    return Double.isFinite(number.doubleValue())
        ? TypedValue.valid("range", text, text, PARTS, number, number, number, number)
        : TypedValue.of("range", text, text, false, PARTS, null, null, null, null);
  }

  private static @Nullable TypedValue dates(String text) {
    var range = Blanks.trim(text);
    if (range.length() <= 2 * ISO_DATE_LENGTH || range.charAt(4) != '-') {
      return null;
    }
    int second = range.length() - ISO_DATE_LENGTH;
    var between = Blanks.trim(range.substring(ISO_DATE_LENGTH, second));
    if (!between.equals("-") && !between.equalsIgnoreCase("to")) {
      return null;
    }
    try {
      return between(text, milliseconds(range.substring(0, ISO_DATE_LENGTH)), milliseconds(range.substring(second)));
    } catch (DateTimeParseException noDates) {
      // Then they are read as numbers, like any other text.
      return null;
    }
  }

  private static Number milliseconds(String date) {
    return LocalDate.parse(date).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  private static String reduced(String text) {
    var kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || Blanks.is(c)) {
        kept.append(c);
      } else if (text.regionMatches(true, i, "to", 0, 2)) {
        kept.append(' ');
        i++;
      }
    }
    return kept.toString();
  }

  /** Where the unsigned number that begins at {@code start} ends; {@code start} when none does. */
  private static int numberEnd(String text, int start) {
    int at = digitsEnd(text, start);
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = digitsEnd(text, at + 1);
      return fraction > at + 1 ? fraction : at;
    }
    return at;
  }

  private static int digitsEnd(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }
}
