package io.sluice.engine.type.place;

import io.sluice.engine.type.Blanks;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;

/** A first word taken for the house number, and the rest for the street (exchange 9.2). */
public final class StreetType {

  private static final String[] PARTS = {"number", "name"};

  private StreetType() {}

  public static Object parse(Object input, Clock clock) {
    var text = Values.text(Values.submitted(input));
    var street = Blanks.trim(text);
    int end = Blanks.next(street, 0);
    if (end == street.length()) {
      return TypedValue.invalid("street", text, text);
    }
    var name = street.substring(Blanks.skip(street, end));
    return TypedValue.valid("street", street, text, PARTS, street.substring(0, end), name);
  }
}
