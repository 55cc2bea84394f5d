package io.sluice.engine.type;

import java.time.Clock;

/** y, yes, true, t, 1 and n, no, false, f, 0, whatever else surrounds them (exchange 9.2). */
final class BooleanType {

  private static final int LONGEST_WORD = 5;

  private BooleanType() {}

  static Object parse(Object input, Clock clock) {
    if (input instanceof Boolean flag) {
      return TypedValue.valid("boolean", flag, input);
    }
    var word = input instanceof String text ? letters(text) : input instanceof Number ? Values.text(input) : "";
    return switch (word) {
      case "y", "yes", "true", "t", "1" -> TypedValue.valid("boolean", true, input);
      case "n", "no", "false", "f", "0" -> TypedValue.valid("boolean", false, input);
      default -> TypedValue.invalid("boolean", false, input);
    };
  }

  private static String letters(String text) {
    var kept = new StringBuilder(LONGEST_WORD + 1);
    for (int i = 0; i < text.length() && kept.length() <= LONGEST_WORD; i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        kept.append((char) (c + ('a' - 'A')));
      } else if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
        kept.append(c);
      }
    }
    return kept.toString();
  }
}
