package io.sluice.engine.type.person;

import io.sluice.engine.type.Blanks;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import java.util.Locale;

/** male, female or other, by word or first letter (exchange 9.2). */
public final class GenderType {

  private static final String[] PARTS = {"abbr"};

  private GenderType() {}

  public static Object parse(Object input, Clock clock) {
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
