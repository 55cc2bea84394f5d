package io.sluice.engine.template;

import io.sluice.engine.type.TypedValue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The number a value stands for, if any. Decimal throughout, so that amounts stay exact. */
public final class Numbers {

  private static final int MAX_DIGITS = 40;

  private Numbers() {}

  /**
   * The number of a value: a number, a numeric text ({@code $1,250.50} counts), a valid typed number, or the average of
   * a range. Null for everything else, and for an invalid or open one.
   */
  public static @Nullable BigDecimal of(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case BigDecimal decimal -> decimal;
      case Integer integer -> BigDecimal.valueOf(integer);
      case Long integer -> BigDecimal.valueOf(integer);
      case Double number -> finite(number);
      case Number number -> plain(number.toString());
      case String text -> written(text);
      case TypedValue typed -> typed(typed);
      default -> null;
    };
  }

  private static @Nullable BigDecimal typed(TypedValue typed) {
    if (!typed.valid()) {
      return null;
    }
    return of(typed.type().equals("range") ? typed.get("avg") : typed.normal());
  }

  private static @Nullable BigDecimal finite(double number) {
    return Double.isFinite(number) ? new BigDecimal(Double.toString(number)) : null;
  }

  private static @Nullable BigDecimal written(String text) {
    String trimmed = text.trim();
    if (trimmed.indexOf('$') < 0 && trimmed.indexOf(',') < 0) {
      return plain(trimmed);
    }
    int sign = trimmed.startsWith("-") ? 1 : 0;
    String digits = trimmed.startsWith("$", sign) ? trimmed.substring(sign + 1) : trimmed.substring(sign);
    if (!hasThousandsGroups(digits)) {
      return null;
    }
    return plain(trimmed.substring(0, sign) + digits.replace(",", ""));
  }

  /** {@code 78704,78705} is a list of two, not seven million. */
  private static boolean hasThousandsGroups(String digits) {
    int comma = digits.indexOf(',');
    if (comma < 0) {
      return true;
    }
    int point = digits.indexOf('.');
    int end = point < 0 ? digits.length() : point;
    if (comma == 0 || comma > 3) {
      return false;
    }
    for (int i = comma; i < end; i += 4) {
      int next = Math.min(i + 4, end);
      if (digits.charAt(i) != ',' || next - i != 4 || digits.substring(i + 1, next).indexOf(',') >= 0) {
        return false;
      }
    }
    return digits.indexOf(',', end) < 0;
  }

  /** A decimal number as JSON writes it, a sign and a leading point allowed; null for any other text. */
  public static @Nullable BigDecimal plain(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_DIGITS) {
      return null;
    }
    boolean digit = false;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        digit = true;
      } else if (c == '-' || c == '+' ? i > 0 && !isExponent(text.charAt(i - 1)) : c != '.' && !isExponent(c)) {
        return null;
      }
    }
    if (!digit || isExponent(text.charAt(0))) {
      return null;
    }
    try {
      var number = new BigDecimal(text);
      // 1e999999999 is twelve characters and a gigabyte when printed.
      return Math.abs(number.scale()) > 400 ? null : number;
    } catch (NumberFormatException notANumber) {
      // Texts such as 1.2.3 pass the check above; they are plain text, as every other text that is no number.
      return null;
    }
  }

  private static boolean isExponent(char c) {
    return c == 'e' || c == 'E';
  }
}
