package io.sluice.server.event.count;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that events are grouped by: a text, a number or a boolean; null where an event has none. Of typed values only
 * what may be aggregated counts (exchange 9.4): of an e-mail address its domain, never the address.
 */
public record GroupValue(@Nullable Object value) implements Comparable<GroupValue> {

  static GroupValue of(@Nullable Object value) {
    Object reduced = value instanceof TypedValue typed ? Values.aggregate(typed) : value;
    return new GroupValue(switch (reduced) {
      case null -> null;
      case Boolean yes -> yes;
      case Number number -> plain(number);
      case Map<?, ?> _ -> null; // of several parts, one must be asked for by name
      case Collection<?> list -> Values.text(list);
      default -> Values.text(reduced);
    });
  }

  private static @Nullable Object plain(Number number) {
    if (number instanceof Double one && !Double.isFinite(one)) {
      return null;
    }
    BigDecimal plain = new BigDecimal(number.toString());
    return plain.signum() == 0 ? BigDecimal.ZERO : new BigDecimal(plain.stripTrailingZeros().toPlainString());
  }

  /** Numbers by value, then everything else by its text; what is missing comes last. */
  @Override
  public int compareTo(GroupValue other) {
    if (value == null || other.value == null) {
      return Boolean.compare(value == null, other.value == null);
    }
    if (value instanceof BigDecimal number && other.value instanceof BigDecimal another) {
      return number.compareTo(another);
    }
    int order = Boolean.compare(other.value instanceof BigDecimal, value instanceof BigDecimal);
    return order == 0 ? value.toString().compareTo(other.value.toString()) : order;
  }
}
