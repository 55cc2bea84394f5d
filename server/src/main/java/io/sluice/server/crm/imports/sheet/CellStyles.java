package io.sluice.server.crm.imports.sheet;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** How a workbook shows its numbers, which alone tells a date from a number, and a zip code that begins with a zero. */
final class CellStyles {

  private static final int MAX_STYLES = 70_000;
  /** What is not closed goes to the end: were it looked for anew behind each bracket, a long format would cost its square. */
  private static final Pattern NOT_LETTERS_OF_THE_FORMAT =
      Pattern.compile("\"[^\"]*(?:\"|\\z)|\\\\.|_.|\\*.|\\[[^]]*(?:]|\\z)");
  private static final Pattern DATE = Pattern.compile("[ymdhs]");
  private static final Pattern ZEROS = Pattern.compile("0{2,15}");
  private static final int MAX_NUMBER_CHARS = 40;
  private static final int MAX_SCALE = 30;
  private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_466);
  private static final BigDecimal DAY_SECONDS = BigDecimal.valueOf(86_400);
  private static final int DAYS_BEFORE_MARCH_1900 = 61;

  private sealed interface Shown {

    record AsNumber() implements Shown {}

    record AsDate() implements Shown {}

    record Padded(int digits) implements Shown {}
  }

  private static final Shown NUMBER = new Shown.AsNumber();
  private static final Shown DATES = new Shown.AsDate();

  private final List<Shown> styles;
  private final boolean from1904;

  private CellStyles(List<Shown> styles, boolean from1904) {
    this.styles = styles;
    this.from1904 = from1904;
  }

  static CellStyles none(boolean from1904) {
    return new CellStyles(List.of(), from1904);
  }

  static CellStyles read(WorkbookParts.Part part, boolean from1904) {
    Map<String, Shown> formats = new HashMap<>();
    List<Shown> styles = new ArrayList<>();
    boolean ofCells = false;
    while (part.toStart()) {
      if (part.isAt("numFmt")) {
        formats.put(part.attribute("numFmtId").orElse(""), shown(part.attribute("formatCode").orElse("")));
      } else if (part.isAt("cellXfs")) {
        ofCells = true;
      } else if (part.isAt("cellStyles") || part.isAt("dxfs")) {
        ofCells = false;
      } else if (ofCells && part.isAt("xf")) {
        String id = part.attribute("numFmtId").orElse("0");
        styles.add(formats.getOrDefault(id, isDate(id) ? DATES : NUMBER));
      }
      if (styles.size() > MAX_STYLES || formats.size() > MAX_STYLES) {
        throw new UnreadableSheet("the workbook has more than " + MAX_STYLES + " styles");
      }
    }
    return new CellStyles(styles, from1904);
  }

  private static Shown shown(String code) {
    String letters = NOT_LETTERS_OF_THE_FORMAT.matcher(code).replaceAll("").split(";", 2)[0].toLowerCase(Locale.ROOT);
    if (DATE.matcher(letters).find() && !letters.contains("general")) {
      return DATES;
    }
    return ZEROS.matcher(code).matches() ? new Shown.Padded(code.length()) : NUMBER;
  }

  /** Formats that have a number only, and mean a date or a time everywhere (ECMA-376 18.8.30). */
  private static boolean isDate(String id) {
    return id.matches("1[4-9]|2[0-2]|2[7-9]|3[0-6]|4[5-7]|5[0-8]");
  }

  /** A number as whoever looks at the sheet would write it down, dates as ISO 8601. */
  String text(String number, int style) {
    BigDecimal value;
    try {
      value = number.length() > MAX_NUMBER_CHARS ? null : new BigDecimal(number.strip());
    } catch (NumberFormatException notANumber) {
      value = null;
    }
    if (value == null || Math.abs((long) value.scale()) > MAX_SCALE) {
      return number; // a row that holds it is judged by what it says
    }
    return switch (style >= 0 && style < styles.size() ? styles.get(style) : NUMBER) {
      case Shown.AsNumber() -> plain(value);
      case Shown.AsDate() -> value.signum() < 0 || value.compareTo(LAST_DAY) >= 0 ? plain(value) : date(value);
      case Shown.Padded(int digits) -> {
        String plain = plain(value);
        yield plain.chars().allMatch(Character::isDigit) && plain.length() < digits
            ? "0".repeat(digits - plain.length()) + plain : plain;
      }
    };
  }

  private static String plain(BigDecimal value) {
    BigDecimal bare = value.stripTrailingZeros();
    return bare.signum() == 0 ? "0" : bare.toPlainString();
  }

  private String date(BigDecimal serial) {
    int days = serial.intValue();
    // Its makers took 1900 for a leap year; from March on everybody agrees.
    LocalDate day = from1904 ? LocalDate.of(1904, 1, 1).plusDays(days)
        : LocalDate.of(1899, 12, days < DAYS_BEFORE_MARCH_1900 ? 31 : 30).plusDays(days);
    long seconds = serial.remainder(BigDecimal.ONE).multiply(DAY_SECONDS).setScale(0, RoundingMode.HALF_UP).longValue();
    LocalDateTime time = day.atStartOfDay().plusSeconds(seconds);
    return seconds == 0 ? day.toString() : time.toString();
  }
}
