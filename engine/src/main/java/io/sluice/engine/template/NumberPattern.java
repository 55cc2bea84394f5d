package io.sluice.engine.template;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A number's pattern, such as {@code $0,0.00}, {@code 0.0a}, {@code 0o} or {@code 0%} (exchange 7). The cases were
 * observed with IEEE doubles, whose rounding shows ({@code 1.005} as {@code 0%} is {@code 100%}); so doubles it is.
 */
final class NumberPattern {

  /** Amounts for one letter: thousands, millions, billions, trillions. */
  private static final List<Map.Entry<Character, Double>> MAGNITUDES =
      List.of(Map.entry('t', 1e12), Map.entry('b', 1e9), Map.entry('m', 1e6), Map.entry('k', 1e3));

  private static final List<String> DECIMAL_BYTES = List.of("B", "KB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB");
  private static final List<String> BINARY_BYTES =
      List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB");

  private static final int MAX_DECIMALS = 20;

  private static final Pattern BYTES = Pattern.compile("[0\\s]i?b");
  private static final Pattern BYTE_SUFFIX = Pattern.compile("\\s?i?b");
  private static final Pattern BASIS_POINTS = Pattern.compile("\\s?BPS");
  private static final Pattern DOLLAR = Pattern.compile("\\s?\\$\\s?");
  private static final Pattern EXPONENT = Pattern.compile("e[+-]0");
  private static final Pattern ORDINAL = Pattern.compile("\\s?o");
  private static final Pattern PERCENT = Pattern.compile("\\s?%");
  private static final Pattern OPENING = Pattern.compile("[-(]");
  private static final Pattern CLOSING = Pattern.compile("[-)]");

  private NumberPattern() {}

  static String format(double value, String pattern, FormatLocale locale) {
    if (pattern.contains("BPS")) {
      return basisPoints(value, pattern, locale);
    }
    if (BYTES.matcher(pattern).find()) {
      return bytes(value, pattern, locale);
    }
    if (pattern.indexOf('$') >= 0) {
      return currency(value, pattern, locale);
    }
    if (pattern.contains("e+") || pattern.contains("e-")) {
      return exponential(value, pattern, locale);
    }
    if (pattern.indexOf('o') >= 0) {
      return ordinal(value, pattern, locale);
    }
    if (pattern.indexOf('%') >= 0) {
      return percentage(value, pattern, locale);
    }
    if (pattern.indexOf(':') >= 0) {
      return duration(value);
    }
    return plain(value, pattern, locale);
  }

  /** The text without the first of these. */
  private static String without(Pattern part, String text) {
    return part.matcher(text).replaceFirst("");
  }

  private static String basisPoints(double value, String pattern, FormatLocale locale) {
    String space = pattern.contains(" BPS") ? " " : "";
    String output = plain(value * 10_000, without(BASIS_POINTS, pattern), locale);
    return beforeParenthesis(output, space + "BPS");
  }

  private static String bytes(double value, String pattern, FormatLocale locale) {
    boolean binary = pattern.contains("ib");
    var suffixes = binary ? BINARY_BYTES : DECIMAL_BYTES;
    double base = binary ? 1024 : 1000;
    String space = pattern.contains(" b") || pattern.contains(" ib") ? " " : "";
    int power = 0;
    double scaled = value;
    while (Math.abs(scaled) >= base && power < suffixes.size() - 1) {
      scaled /= base;
      power++;
    }
    return plain(scaled, without(BYTE_SUFFIX, pattern), locale) + space + suffixes.get(power);
  }

  private static String currency(double value, String pattern, FormatLocale locale) {
    int lead = 0;
    while (lead < pattern.length() && "+-( $".indexOf(pattern.charAt(lead)) >= 0) {
      lead++;
    }
    int trail = pattern.length();
    while (trail > 0 && "+-) $".indexOf(pattern.charAt(trail - 1)) >= 0) {
      trail--;
    }
    String before = pattern.substring(0, lead);
    String after = trail < lead ? "" : pattern.substring(trail);
    var output = new StringBuilder(plain(value, without(DOLLAR, pattern), locale));
    if (value >= 0) {
      before = without(OPENING, before);
      after = without(CLOSING, after);
    } else if (before.indexOf('-') < 0 && before.indexOf('(') < 0) {
      before = "-" + before;
    }
    String symbol = locale.currency();
    for (int i = 0; i < before.length(); i++) {
      if (before.charAt(i) == '$') {
        insert(output, i, symbol);
      } else if (before.charAt(i) == ' ') {
        insert(output, i + symbol.length() - 1, " ");
      }
    }
    for (int i = after.length() - 1; i >= 0; i--) {
      int fromEnd = after.length() - 1 - i;
      if (after.charAt(i) == '$') {
        insert(output, output.length() - fromEnd, symbol);
      } else if (after.charAt(i) == ' ') {
        insert(output, output.length() - (fromEnd == 0 ? 0 : fromEnd + symbol.length() - 1), " ");
      }
    }
    return output.toString();
  }

  private static void insert(StringBuilder text, int at, String what) {
    text.insert(Math.clamp(at, 0, text.length()), what);
  }

  private static String exponential(double value, String pattern, FormatLocale locale) {
    int exponent = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value)));
    var mantissa = new BigDecimal(Double.toString(value)).movePointLeft(exponent).doubleValue();
    String output = plain(mantissa, without(EXPONENT, pattern), locale);
    return output + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }

  private static String ordinal(double value, String pattern, FormatLocale locale) {
    String space = pattern.contains(" o") ? " " : "";
    return plain(value, without(ORDINAL, pattern), locale) + space + locale.ordinal(value);
  }

  private static String percentage(double value, String pattern, FormatLocale locale) {
    String space = pattern.contains(" %") ? " " : "";
    String output = plain(value * 100, without(PERCENT, pattern), locale);
    return beforeParenthesis(output, space + "%");
  }

  private static String beforeParenthesis(String output, String suffix) {
    return output.endsWith(")") ? output.substring(0, output.length() - 1) + suffix + ")" : output + suffix;
  }

  private static String duration(double value) {
    long seconds = Math.round(value);
    return "%d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** Everything but the kinds above: grouping, decimals, padding, sign, and the abbreviation {@code a}. */
  private static String plain(double value, String pattern, FormatLocale locale) {
    boolean parentheses = pattern.indexOf('(') >= 0;
    String format = parentheses ? pattern.replace("(", "").replace(")", "") : pattern;
    int sign = -1;
    if (!parentheses && (format.indexOf('+') >= 0 || format.indexOf('-') >= 0)) {
      sign = format.indexOf('+') >= 0 ? format.indexOf('+') : value < 0 ? format.indexOf('-') : -1;
      format = format.replace("+", "").replace("-", "");
    }
    String abbreviation = "";
    double shown = value;
    boolean forced = false;
    if (format.indexOf('a') >= 0) {
      int at = format.indexOf('a');
      char wanted = at + 1 < format.length() ? format.charAt(at + 1) : ' ';
      forced = "kmbt".indexOf(wanted) >= 0;
      String space = format.contains(" a") ? " " : "";
      int from = format.indexOf(space + "a");
      int to = from + space.length() + 1;
      boolean named = to < format.length() && "kmbt".indexOf(format.charAt(to)) >= 0;
      format = format.substring(0, from) + format.substring(named ? to + 1 : to);
      for (var magnitude : MAGNITUDES) {
        if (forced ? magnitude.getKey() == wanted : Math.abs(value) >= magnitude.getValue()) {
          shown = value / magnitude.getValue();
          abbreviation = space + locale.abbreviation(magnitude.getKey());
          break;
        }
      }
      if (abbreviation.isEmpty()) {
        abbreviation = space;
      }
    }
    boolean optionalDecimals = format.contains("[.]");
    format = format.replace("[.]", ".");
    int point = format.indexOf('.');
    String whole = point < 0 ? format : format.substring(0, point);
    int leading = (int) whole.split(",", -1)[0].chars().filter(c -> c == '0').count();

    String number = fixed(shown, point < 0 ? "" : format.substring(point + 1));
    boolean negative = number.startsWith("-");
    if (negative) {
      number = number.substring(1);
    }
    int digitsEnd = number.indexOf('.') < 0 ? number.length() : number.indexOf('.');
    String integer = number.substring(0, digitsEnd);
    String decimals = digitsEnd == number.length() ? "" : number.substring(digitsEnd + 1);
    if (optionalDecimals && decimals.chars().allMatch(c -> c == '0')) {
      decimals = "";
    }
    if (!abbreviation.isBlank() && !forced && integer.equals("1000") && Math.abs(value) < 1e12) {
      // 999,999 rounds to 1000k, which is 1m.
      integer = "1";
      abbreviation = abbreviation.startsWith(" ") ? " " : "";
      abbreviation += locale.abbreviation(Math.abs(value) < 1e6 ? 'm' : Math.abs(value) < 1e9 ? 'b' : 't');
    }
    integer = "0".repeat(Math.max(0, leading - integer.length())) + integer;
    if (format.indexOf(',') >= 0) {
      integer = grouped(integer, locale.thousands());
    }
    if (point == 0) {
      integer = "";
    }
    String output = integer + (decimals.isEmpty() ? "" : locale.decimal() + decimals) + abbreviation;
    if (parentheses) {
      return negative ? "(" + output + ")" : output;
    }
    if (sign >= 0) {
      String written = negative ? "-" : "+";
      return sign == 0 ? written + output : output + written;
    }
    return negative ? "-" + output : output;
  }

  /**
   * @param decimals the pattern after the point: as many digits as characters, those in brackets only where they are
   *     not zero
   */
  private static String fixed(double value, String decimals) {
    int open = decimals.indexOf('[');
    String digits = decimals.replace("[", "").replace("]", "");
    int most = Math.min(digits.length(), MAX_DECIMALS);
    int optional = open < 0 ? 0 : Math.max(0, most - open);
    // Rounded half up on the shortest decimal text of the double, as the observed library does.
    double rounded = Math.floor(shifted(value, most) + 0.5) / Math.pow(10, most);
    var result = new BigDecimal(rounded).setScale(most, RoundingMode.HALF_UP);
    String text = result.toPlainString();
    for (int i = 0; i < optional && text.endsWith("0"); i++) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.endsWith(".")) {
      text = text.substring(0, text.length() - 1);
    }
    return value < 0 && result.signum() == 0 ? text.replace("-", "") : text;
  }

  /** The double nearest to the value's decimal text with its point moved. */
  private static double shifted(double value, int places) {
    return new BigDecimal(Double.toString(value)).movePointRight(places).doubleValue();
  }

  private static String grouped(String digits, String separator) {
    var text = new StringBuilder(digits);
    for (int i = digits.length() - 3; i > 0; i -= 3) {
      text.insert(i, separator);
    }
    return text.toString();
  }
}
