package io.sluice.engine.type.person;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;

/** A social security number: nine digits, whatever stands between them (exchange 9.2). */
public final class SsnType {

  private static final int DIGITS = 9;
  private static final String[] PARTS = {"first_three", "middle_two", "last_four", "masked"};
  private static final String[] MASKED_ONLY = {"masked"};

  private SsnType() {}

  public static Object parse(Object input, Clock clock) {
    var text = Values.text(Values.submitted(input));
    var kept = new StringBuilder(DIGITS + 1);
    for (int i = 0; i < text.length() && kept.length() <= DIGITS; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        kept.append(c);
      }
    }
    if (kept.length() != DIGITS) {
      return TypedValue.of("ssn", text, text, false, MASKED_ONLY, false);
    }
    return TypedValue.valid("ssn", kept.toString(), text, PARTS, kept.substring(0, 3), kept.substring(3, 5),
        kept.substring(5), false);
  }
}
