package io.sluice.engine.type;

import java.time.Clock;
import java.util.Locale;

/** male, female or other, by word or first letter (exchange 9.2). */
final class GenderType {

  private static final String[] PARTS = {"abbr"};

  private GenderType() {}

  static Object parse(Object input, Clock clock) {
    var raw = Values.submitted(input);
    var text = Values.text(raw);
    return switch (Blanks.trim(text).toLowerCase(Locale.ROOT)) {
      case "m", "male" -> TypedValue.valid("gender", "male", raw, PARTS, "M");
      case "f", "female" -> TypedValue.valid("gender", "female", raw, PARTS, "F");
      case "o", "other" -> TypedValue.valid("gender", "other", raw, PARTS, "O");
      default -> TypedValue.of("gender", text, raw, false, PARTS, (Object) null);
    };
  }
}
