package io.sluice.engine.type.number;

import io.sluice.engine.type.TypedValue;
import java.time.Clock;

/** Doubles, and text of which only digits, minus and point count (exchange 9.2): {@code $1,250.50} is 1250.5. */
public final class NumberType {

  private NumberType() {}

  public static Object parse(Object input, Clock clock) {
    var number =
        switch (input) {
          case Number given -> Doubles.of(given.doubleValue());
          case String text -> read(text);
          default -> (Number) Double.NaN;
        };
    return Double.isFinite(number.doubleValue())
        ? TypedValue.valid("number", number, input)
        : TypedValue.invalid("number", Double.NaN, input);
  }

  /** NaN where {@code text} has no number, or more than one. */
  static Number read(String text) {
    return Doubles.read(digits(text));
  }

  /** Most numbers come without ornament and need no copy. */
  private static CharSequence digits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!counts(text.charAt(i))) {
        return kept(text);
      }
    }
    return text;
  }

  private static CharSequence kept(String text) {
    var kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (counts(text.charAt(i))) {
        kept.append(text.charAt(i));
      }
    }
    return kept;
  }

  private static boolean counts(char c) {
    return c >= '0' && c <= '9' || c == '-' || c == '.';
  }
}
