package io.sluice.engine.rule.operator;

import io.sluice.engine.template.Numbers;
import io.sluice.engine.type.FieldType;
import io.sluice.engine.type.FieldTypes;
import io.sluice.engine.type.TypedValue;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A value that can be less or greater: a number, the average of a range, a date or a moment. A dated left side is
 * compared with the date the right side names, every other with its number.
 *
 * @param number null when the value is none
 * @param moment milliseconds of the epoch, a date being its midnight in UTC; null when the value is none
 */
record Magnitude(@Nullable BigDecimal number, @Nullable Long moment) {

  /** Rules are compiled long before they run, so a text that means a moment relative to now has no meaning here. */
  private static final Clock NO_PRESENT = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

  private static final FieldType DATE = FieldTypes.named("date").orElseThrow();

  private static final int MAX_DATE_LENGTH_CHARS = 40;

  static Magnitude of(@Nullable Object value) {
    if (value instanceof String text && Numbers.of(text) == null) {
      var average = average(text);
      return new Magnitude(average, moment(text));
    }
    return new Magnitude(Numbers.of(value), moment(value));
  }

  static boolean isDate(Object value) {
    return value instanceof Instant
        || value instanceof LocalDate
        || (value instanceof TypedValue typed && isDate(typed.normal()));
  }

  /** False when the two cannot be compared, one of them being missing, invalid or of another kind. */
  boolean compare(@Nullable Object left, IntPredicate order) {
    if (left == null) {
      return false;
    }
    if (!isDate(left)) {
      var value = Numbers.of(left);
      if (value != null) {
        return number != null && order.test(value.compareTo(number));
      }
    }
    var value = isDate(left) || left instanceof String ? moment(left) : null;
    return value != null && moment != null && order.test(value.compareTo(moment));
  }

  /** Milliseconds of the epoch; null when the value names no date. */
  static @Nullable Long moment(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Instant instant -> instant.toEpochMilli();
      case LocalDate date -> date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      case TypedValue typed -> typed.valid() ? moment(typed.normal()) : null;
      case String text -> momentOf(text.trim());
      default -> null;
    };
  }

  private static @Nullable Long momentOf(String text) {
    if (text.length() < 6 || text.length() > MAX_DATE_LENGTH_CHARS || text.chars().noneMatch(Character::isDigit)) {
      return null;
    }
    if (text.length() > 10 && text.charAt(10) == 'T') {
      return isoMoment(text);
    }
    return moment(DATE.parse(text, NO_PRESENT));
  }

  private static @Nullable Long isoMoment(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeParseException notAMoment) {
      // A text is compared as a date only where it is one; any other is simply not comparable.
      return null;
    }
  }

  private static @Nullable BigDecimal average(String text) {
    return Ranges.parse(text) instanceof TypedValue range ? Numbers.of(range) : null;
  }
}
