package io.sluice.engine.rule.operator;

import io.sluice.engine.template.Numbers;
import io.sluice.engine.type.Values;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The right side of "is between", both ends included. An end that is null is open ({@code 25+}). Dates may stand for
 * numbers: {@code 2024-01-01 to 2024-06-30}.
 *
 * @param isNumeric false for a right side that is no range of numbers, in which nothing lies
 */
record Interval(
    boolean isNumeric,
    @Nullable BigDecimal min,
    @Nullable BigDecimal max,
    @Nullable Long first,
    @Nullable Long last) {

  private static final int MAX_LENGTH_CHARS = 128;

  static Interval of(Object rhv) {
    String text = Values.text(rhv).trim();
    if (text.length() > MAX_LENGTH_CHARS) {
      return new Interval(false, null, null, null, null);
    }
    String[] ends = text.split("\\s+to\\s+|\\s+-\\s+", -1);
    Long first = ends.length == 2 ? Magnitude.moment(ends[0]) : null;
    Long last = ends.length == 2 ? Magnitude.moment(ends[1]) : null;
    var range = first == null ? Ranges.parse(rhv) : null;
    return range == null
        ? new Interval(false, null, null, first, last)
        : new Interval(true, Numbers.of(range.get("min")), Numbers.of(range.get("max")), null, null);
  }

  boolean contains(@Nullable Object left) {
    if (first != null && last != null) {
      var moment = Magnitude.moment(left);
      return moment != null && moment >= first && moment <= last;
    }
    var value = isNumeric ? Numbers.of(left) : null;
    return value != null
        && (min == null || value.compareTo(min) >= 0)
        && (max == null || value.compareTo(max) <= 0);
  }
}
