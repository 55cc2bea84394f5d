package io.sluice.engine.type.date;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.WeekFields;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One of the sixteen date formats of exchange 9.2, as a reader that moves through the text from part to part.
 *
 * <p>Exactly: every part must stand where it belongs. Forgivingly: each part is looked for anywhere after the one
 * before, parts may be missing, and {@link Reading#score} counts what was missed. Both follow the observed cases.
 */
final class DateNotation {

  private static final int MISSING_PART_SCORE = 10;
  private static final int LAST_YEAR_OF_CENTURY_2000 = 68;
  private static final int WORD_LENGTH_MAX = 256;
  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String WEEKDAYS = "sumotuwethfrsa";
  private static final String WEEKDAYS_SHORT = "sunmontuewedthufrisat";
  private static final int NOTHING = -1;

  /** The formats in the order they are tried; d weekday, B month's name, M D m n month and day, Y y year. */
  static final DateNotation[] ALL = {
    new DateNotation("d B D Y"), new DateNotation("B D Y"), new DateNotation("m/n/Y"), new DateNotation("m/n/y"),
    new DateNotation("Y-M-D"), new DateNotation("M-D-Y"), new DateNotation("MDY"), new DateNotation("YMD"),
    new DateNotation("d D B Y"), new DateNotation("D B Y"), new DateNotation("n/m/Y"), new DateNotation("n/m/y"),
    new DateNotation("Y-D-M"), new DateNotation("D-M-Y"), new DateNotation("DMY"), new DateNotation("YDM"),
  };

  /** @param score how badly the text fitted: characters left over, and ten for every missing part; 0 is a full fit */
  record Reading(int score, @Nullable LocalDate date) {}

  private final String parts;

  private DateNotation(String parts) {
    this.parts = parts;
  }

  @Nullable LocalDate exact(String text) {
    var attempt = new Attempt(text);
    for (int i = 0; i < parts.length(); i++) {
      if (!attempt.takeExactly(parts.charAt(i))) {
        return null;
      }
    }
    return attempt.at == text.length() ? attempt.exactDate() : null;
  }

  Reading forgiving(String text, LocalDate today) {
    var attempt = new Attempt(text);
    for (int i = 0; i < parts.length(); i++) {
      attempt.find(parts.charAt(i));
    }
    int score = text.length() - attempt.used + attempt.missing * MISSING_PART_SCORE;
    return new Reading(score, attempt.forgivingDate(today));
  }

  private static final class Attempt {

    private final String text;
    private int at;
    private int used;
    private int missing;
    private int year = NOTHING;
    private int month = NOTHING;
    private int day = NOTHING;
    private int weekday = NOTHING;
    private boolean unreadable;

    Attempt(String text) {
      this.text = text;
    }

    boolean takeExactly(char part) {
      return switch (part) {
        case 'Y' -> digitsExactly(4) && keep(part, 4);
        case 'y', 'M', 'D' -> digitsExactly(2) && keep(part, 2);
        case 'm', 'n' -> digitsExactly(2) ? keep(part, 2) : digitsExactly(1) && keep(part, 1);
        case 'B', 'd' -> at + 3 <= text.length() && word(part, text.substring(at, at + 3), true) && advance(3);
        default -> at < text.length() && text.charAt(at) == part && advance(1);
      };
    }

    void find(char part) {
      switch (part) {
        case 'Y' -> findDigits(part, 4);
        case 'y', 'M', 'D', 'm', 'n' -> findDigits(part, 2);
        case 'B', 'd' -> findWord(part);
        default -> {
          int found = text.indexOf(part, at);
          if (found >= 0) {
            at = found + 1;
            used++;
          }
        }
      }
    }

    private boolean digitsExactly(int count) {
      if (at + count > text.length()) {
        return false;
      }
      for (int i = at; i < at + count; i++) {
        if (!digit(text.charAt(i))) {
          return false;
        }
      }
      return true;
    }

    private void findDigits(char part, int most) {
      int start = at;
      while (start < text.length() && !digit(text.charAt(start))) {
        start++;
      }
      int end = start;
      while (end < text.length() && end - start < most && digit(text.charAt(end))) {
        end++;
      }
      if (end == start) {
        missing++;
        return;
      }
      at = start;
      keep(part, end - start);
    }

    private boolean keep(char part, int length) {
      int number = Integer.parseInt(text, at, at + length, 10);
      switch (part) {
        case 'Y', 'y' -> year = length <= 2 && (part == 'y' || length == 2) ? century(number) : number;
        case 'M', 'm' -> month = number;
        default -> day = number;
      }
      return advance(length);
    }

    private static int century(int twoDigits) {
      return twoDigits > LAST_YEAR_OF_CENTURY_2000 ? 1900 + twoDigits : 2000 + twoDigits;
    }

    private boolean advance(int length) {
      at += length;
      used += length;
      return true;
    }

    /** A word is letters, with digits before them that it swallows. */
    private void findWord(char part) {
      int start = at;
      int letters = digitsEnd(start);
      while (letters < text.length() && !letter(text.charAt(letters))) {
        start = Math.max(letters, start + 1);
        letters = digitsEnd(start);
      }
      int end = letters;
      while (end < text.length() && end - letters < WORD_LENGTH_MAX && letter(text.charAt(end))) {
        end++;
      }
      if (end == letters) {
        missing++;
        return;
      }
      unreadable |= !word(part, text.substring(start, end), false);
      at = end;
      used += end - start;
    }

    private int digitsEnd(int start) {
      int end = start;
      while (end < text.length() && digit(text.charAt(end))) {
        end++;
      }
      return end;
    }

    private boolean word(char part, String word, boolean exactly) {
      var lower = word.toLowerCase(Locale.ROOT);
      if (part == 'B') {
        int found = lower.length() < 3 ? NOTHING : index(MONTHS, lower.substring(0, 3), 3);
        month = found < 0 ? month : found + 1;
        return found >= 0;
      }
      int found = exactly
          ? index(WEEKDAYS_SHORT, lower, 3)
          : lower.length() < 2 ? NOTHING : index(WEEKDAYS, lower.substring(0, 2), 2);
      weekday = found < 0 ? weekday : found;
      return found >= 0;
    }

    private static int index(String names, String name, int length) {
      for (int i = 0; i < names.length(); i += length) {
        if (names.startsWith(name, i)) {
          return i / length;
        }
      }
      return NOTHING;
    }

    private static boolean digit(char c) {
      return c >= '0' && c <= '9';
    }

    private static boolean letter(char c) {
      return c >= 'a' && c <= 'z'
          || c >= 'A' && c <= 'Z'
          || c == '\''
          || c >= '\u00a0' && c <= '\u05ff'
          || c >= '\u0700' && c <= '\ud7ff'
          || c >= '\uf900' && c <= '\ufdcf'
          || c >= '\ufdf0' && c <= '\uff07'
          || c >= '\uff10' && c <= '\uffef';
    }

    @Nullable LocalDate exactDate() {
      return dateOf(year, month, day);
    }

    /** What comes before the first part that was read is today's, what comes after is the first. */
    @Nullable LocalDate forgivingDate(LocalDate today) {
      if (unreadable || used == 0 || year < 0 && month < 0 && day < 0 && weekday < 0) {
        return null;
      }
      int inYear = year < 0 ? today.getYear() : year;
      if (weekday >= 0 && month < 0 && day < 0) {
        return weekdayOfThisWeek(inYear, today);
      }
      int inMonth = month >= 0 ? month : year < 0 && day >= 0 ? today.getMonthValue() : 1;
      return dateOf(inYear, inMonth, day < 0 ? 1 : day);
    }

    private LocalDate weekdayOfThisWeek(int inYear, LocalDate today) {
      int week = today.get(WeekFields.SUNDAY_START.weekOfWeekBasedYear());
      return LocalDate.of(inYear, 1, 1)
          .with(WeekFields.SUNDAY_START.dayOfWeek(), 1)
          .plusDays(7L * (week - 1) + weekday);
    }

    private @Nullable LocalDate dateOf(int inYear, int inMonth, int inDay) {
      if (inMonth < 1 || inMonth > 12 || inDay < 1 || inDay > 31) {
        return null;
      }
      try {
        var date = LocalDate.of(inYear, inMonth, inDay);
        return weekday < 0 || date.getDayOfWeek().getValue() % 7 == weekday ? date : null;
      } catch (DateTimeException noSuchDay) {
        // 29 to 31 in a shorter month.
        return null;
      }
    }
  }
}
