package io.sluice.engine.type.number;

import java.math.BigDecimal;

/** Doubles with the meaning the contract's cases show: IEEE doubles, printed in the shortest form that reads back. */
public final class Doubles {

  /** The largest magnitude below which every integer is exact in a double. */
  private static final double EXACT = 9_007_199_254_740_992.0;

  private Doubles() {}

  /** A {@link Long} where that is exact (and for -0), otherwise the {@link Double}. */
  public static Number of(double value) {
    long whole = (long) value;
    return whole == value && Math.abs(value) <= EXACT ? (Number) whole : (Number) value;
  }

  /** NaN when {@code text} is not an optional minus, digits and at most one point with a digit on either side. */
  public static Number read(CharSequence text) {
    int length = text.length();
    int start = length > 0 && text.charAt(0) == '-' ? 1 : 0;
    int digits = 0;
    boolean point = false;
    long whole = 0;
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digits++;
        whole = whole * 10 + (c - '0');
      } else if (c == '.' && !point) {
        point = true;
      } else {
        return Double.NaN;
      }
    }
    if (digits == 0) {
      return Double.NaN;
    }
    if (!point && digits <= 15) {
      return start == 1 ? -whole : whole;
    }
    return of(Double.parseDouble(text.toString()));
  }

  /** {@code 1000}, {@code 1.5}, {@code 12345678901234567000}, {@code 1e+21}, {@code 1e-7}, {@code NaN}. */
  public static String text(Number number) {
    if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
      return Long.toString(number.longValue());
    }
    if (number instanceof Double || number instanceof Float) {
      return text(number.doubleValue());
    }
    var decimal = number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }

  private static String text(double value) {
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == (long) value && Math.abs(value) <= EXACT) {
      return Long.toString((long) value);
    }
    var decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = decimal.precision() - decimal.scale() - 1;
    if (exponent >= -7 + 1 && exponent < 21) {
      return decimal.toPlainString();
    }
    var digits = decimal.unscaledValue().abs().toString();
    var mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return (value < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }
}
