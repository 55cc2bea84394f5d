package io.sluice.engine.type.place;

import io.sluice.engine.type.Blanks;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Postal codes of the USA, Canada and the United Kingdom, tried in that order (exchange 9.2). */
public final class PostalCodeType {

  private static final String[] US = {"country_code", "code", "zip", "four"};
  private static final String[] CA = {"country_code", "code", "fsa", "district", "ldu"};
  private static final String[] GB = {"country_code", "code", "outcode", "incode"};
  private static final int ZIP_LENGTH = 5;
  private static final int FOUR_LENGTH = 4;
  private static final int HALF_LENGTH = 3;

  private PostalCodeType() {}

  public static Object parse(Object input, Clock clock) {
    var text = Values.text(Values.submitted(input));
    var code = Blanks.trim(text).toUpperCase(Locale.ROOT);
    var value = american(text, code);
    if (value == null) {
      value = canadian(text, code);
    }
    if (value == null) {
      value = british(text, code);
    }
    return value == null ? TypedValue.invalid("postal_code", text, text) : value;
  }

  private static @Nullable TypedValue american(String text, String code) {
    if (code.isEmpty()) {
      // An empty code is a valid American one without any part, as observed.
      return TypedValue.valid("postal_code", "", text, US, "US", null, null, null);
    }
    if (!shaped(code, 0, "99999")) {
      return null;
    }
    var zip = code.substring(0, ZIP_LENGTH);
    if (code.length() == ZIP_LENGTH) {
      return TypedValue.valid("postal_code", zip, text, US, "US", code, zip, null);
    }
    int at = Blanks.skip(code, ZIP_LENGTH);
    if (code.charAt(at) == '-') {
      at = Blanks.skip(code, at + 1);
    }
    if (code.length() - at != FOUR_LENGTH || !shaped(code, at, "9999")) {
      return null;
    }
    var four = code.substring(at);
    return TypedValue.valid("postal_code", zip + "-" + four, text, US, "US", code, zip, four);
  }

  private static @Nullable TypedValue canadian(String text, String code) {
    int at = Blanks.skip(code, Math.min(HALF_LENGTH, code.length()));
    if (code.length() - at != HALF_LENGTH || !shaped(code, 0, "A9A") || !shaped(code, at, "9A9")) {
      return null;
    }
    var area = code.substring(0, HALF_LENGTH);
    var unit = code.substring(at);
    return TypedValue.valid("postal_code", area + " " + unit, text, CA, "CA", code, area, code.substring(0, 1), unit);
  }

  private static @Nullable TypedValue british(String text, String code) {
    int at = code.length() - HALF_LENGTH;
    if (at < 0 || !shaped(code, at, "9AA")) {
      return null;
    }
    var inward = code.substring(at);
    var outward = Blanks.trim(code.substring(0, at));
    if (!outward.isEmpty() && !outward(outward)) {
      return null;
    }
    // The outward part may be missing; the normal form keeps the blank before the inward one, as observed.
    return TypedValue.valid("postal_code", outward + " " + inward, text, GB, "GB", code,
        outward.isEmpty() ? null : outward, inward);
  }

  /** One or two letters, a digit, and perhaps one more letter or digit. */
  private static boolean outward(String part) {
    return switch (part.length()) {
      case 2 -> shaped(part, 0, "A9");
      case 3 -> shaped(part, 0, "A9A") || shaped(part, 0, "A99") || shaped(part, 0, "AA9");
      case 4 -> shaped(part, 0, "AA9A") || shaped(part, 0, "AA99");
      default -> false;
    };
  }

  /** Whether {@code shape} (A a capital letter, 9 a digit) stands at {@code start}. */
  private static boolean shaped(String code, int start, String shape) {
    if (code.length() - start < shape.length()) {
      return false;
    }
    for (int i = 0; i < shape.length(); i++) {
      char c = code.charAt(start + i);
      if (shape.charAt(i) == '9' ? c < '0' || c > '9' : c < 'A' || c > 'Z') {
        return false;
      }
    }
    return true;
  }
}
