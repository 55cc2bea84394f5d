package io.sluice.engine.rule.operator;

import io.sluice.engine.type.FieldType;
import io.sluice.engine.type.FieldTypes;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Right sides that are written as a range: {@code 25-34}, {@code 25 to 34}, {@code 25+} (exchange 9.2). */
final class Ranges {

  private static final FieldType RANGE = FieldTypes.named("range").orElseThrow();

  /** A range is the same at any time. */
  private static final Clock NO_PRESENT = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private static final int MAX_LENGTH_CHARS = 64;

  private Ranges() {}

  /** Null when the value is not written as a range. */
  static @Nullable TypedValue parse(Object value) {
    String text = Values.text(value).trim();
    if (text.isEmpty() || text.length() > MAX_LENGTH_CHARS) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("+-0123456789.$, to".indexOf(Character.toLowerCase(text.charAt(i))) < 0) {
        return null;
      }
    }
    return RANGE.parse(text, NO_PRESENT) instanceof TypedValue range && range.valid()
        ? range
        : null;
  }

  /** The normal form; null when the value is not written as a range. */
  static @Nullable String normal(Object value) {
    var range = parse(value);
    return range == null ? null : range.text();
  }
}
