package io.sluice.engine.type.date;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A day in everyday English, in figures or by name, anywhere in a text. Without a year the nearest such day is meant,
 * before or after today; figures are month first unless that makes no month.
 *
 * @param day which one
 * @param start of the words that say so
 * @param end of them
 */
record DayPhrase(LocalDate day, int start, int end) {

  private static final String MONTH =
      "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
          + "|nov(?:ember)?|dec(?:ember)?)(?![a-z])\\.?";
  private static final String WEEKDAY =
      "(sun(?:day)?|mon(?:day)?|tue(?:sday)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?)\\b";
  private static final String DAY = "(\\d{1,2})(?:st|nd|rd|th)?";
  /** Behind a day and a month; two digits are no year where they begin a time. */
  private static final String YEAR = "(?:(?:\\s*,?\\s*|[/-])(\\d{4}|(?<=[\\s,/-])\\d{2})(?![\\w:]))?";
  private static final String BETWEEN = "\\s*[/-]?\\s*";

  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
  private static final String WEEKDAYS = "montuewedthufrisatsun";
  private static final int YEAR_PIVOT = 50;

  /** Reads what a pattern found; null where it is none after all. */
  private interface Reading {
    @Nullable LocalDate day(MatchResult match, LocalDate today);
  }

  private record Form(Pattern pattern, Reading reading) {}

  /** In the order they are looked for. Those with an empty group lend their reading's numbers. */
  private static final List<Form> FORMS = List.of(
      new Form(Pattern.compile("(?<![\\d-])(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?!\\d)"),
          (match, today) -> LocalDate.of(number(match, 1), number(match, 3), number(match, 4))),
      new Form(Pattern.compile("(?<![\\d/.-])(\\d{1,2})([/-])(\\d{1,2})\\2(\\d{4}|\\d{2})(?![\\d/])"),
          DayPhrase::inFigures),
      new Form(Pattern.compile("(?<![\\d/.-])(\\d{1,2})(\\.)(\\d{1,2})\\.(\\d{4})(?![\\d/])"), DayPhrase::inFigures),
      new Form(Pattern.compile("(?<![\\d/])(\\d{1,2})/(\\d{4})(?![\\d/])"),
          (match, today) -> LocalDate.of(number(match, 2), number(match, 1), 1)),
      new Form(Pattern.compile("(?<![\\d/.-])(\\d{1,2})(/)(\\d{1,2})()(?![\\d/])"), DayPhrase::inFigures),
      new Form(Pattern.compile("\\b(\\d{4})" + BETWEEN + MONTH + BETWEEN + DAY + "(?!\\d)"),
          (match, today) -> LocalDate.of(number(match, 1), month(match.group(2)), number(match, 3))),
      new Form(Pattern.compile("\\b" + DAY + "(?:\\s+of\\s+|" + BETWEEN + ")" + MONTH + YEAR),
          (match, today) -> day(match.group(3), month(match.group(2)), number(match, 1), today)),
      new Form(Pattern.compile("\\b" + MONTH + BETWEEN + DAY + "(?![\\d:])(?:\\b|(?<=\\d))" + YEAR),
          (match, today) -> day(match.group(3), month(match.group(1)), number(match, 2), today)),
      new Form(Pattern.compile("\\b" + MONTH + ",?\\s*(\\d{4})\\b"),
          (match, today) -> LocalDate.of(number(match, 2), month(match.group(1)), 1)),
      new Form(Pattern.compile("\\b(day before yesterday|today|tonight|tomorrow|yesterday)\\b"), DayPhrase::byName),
      new Form(Pattern.compile("\\blast\\s+night\\b"), (match, today) -> today.minusDays(1)),
      new Form(Pattern.compile("\\b()" + WEEKDAY + "\\s+(last|next)\\s+week\\b"), DayPhrase::weekday),
      new Form(Pattern.compile("\\b(last|past|next|this)\\s+(week|month|year)\\b"), DayPhrase::span),
      new Form(Pattern.compile("\\bend of (?:the )?month\\b"),
          (match, today) -> today.with(TemporalAdjusters.lastDayOfMonth())),
      new Form(Pattern.compile("\\b(?:(last|past|next|this)\\s+)?" + WEEKDAY + "()"), DayPhrase::weekday),
      // A name of three letters may be any word.
      new Form(Pattern.compile("\\b(may|sept|january|february|march|april|june|july|august|september|october|november"
          + "|december)\\b(?!\\s*\\d)"),
          (match, today) -> day(null, month(match.group(1)), 1, today)));

  /**
   * @param lower the text in small letters
   * @throws java.time.DateTimeException when the day that is named does not exist
   */
  static @Nullable DayPhrase find(String lower, LocalDate today) {
    for (var form : FORMS) {
      var match = form.pattern().matcher(lower);
      if (match.find()) {
        var day = form.reading().day(match, today);
        if (day != null) {
          return new DayPhrase(day, match.start(), match.end());
        }
      }
    }
    return null;
  }

  private static int number(MatchResult match, int group) {
    return Integer.parseInt(match.group(group));
  }

  private static int month(String name) {
    return MONTHS.indexOf(name.substring(0, 3)) / 3 + 1;
  }

  private static LocalDate inFigures(MatchResult match, LocalDate today) {
    int first = number(match, 1);
    int second = number(match, 3);
    String year = match.group(4).isEmpty() ? null : match.group(4);
    return first > 12 ? day(year, second, first, today) : day(year, first, second, today);
  }

  private static LocalDate day(@Nullable String year, int month, int day, LocalDate today) {
    if (year != null) {
      int number = Integer.parseInt(year);
      int century = year.length() == 4 ? 0 : number > YEAR_PIVOT ? 1900 : 2000;
      return LocalDate.of(century + number, month, day);
    }
    var best = LocalDate.of(today.getYear(), month, day);
    for (int near : new int[] {today.getYear() - 1, today.getYear() + 1}) {
      var other = best.withYear(near);
      if (Math.abs(ChronoUnit.DAYS.between(today, other)) < Math.abs(ChronoUnit.DAYS.between(today, best))) {
        best = other;
      }
    }
    return best;
  }

  private static LocalDate byName(MatchResult match, LocalDate today) {
    return switch (match.group(1)) {
      case "tomorrow" -> today.plusDays(1);
      case "yesterday" -> today.minusDays(1);
      case "day before yesterday" -> today.minusDays(2);
      default -> today;
    };
  }

  /** This week began on Sunday; last and next ones are counted from today. */
  private static LocalDate span(MatchResult match, LocalDate today) {
    var unit = ChronoUnit.valueOf(match.group(2).toUpperCase(Locale.ROOT) + "S");
    return switch (match.group(1)) {
      case "last", "past" -> today.minus(1, unit);
      case "next" -> today.plus(1, unit);
      default -> switch (unit) {
        case WEEKS -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY));
        case MONTHS -> today.withDayOfMonth(1);
        default -> today.withDayOfYear(1);
      };
    };
  }

  /** Without a word before it the nearest one, before or after today. */
  private static LocalDate weekday(MatchResult match, LocalDate today) {
    var day = DayOfWeek.of(WEEKDAYS.indexOf(match.group(2).substring(0, 3)) / 3 + 1);
    String which = match.group(3).isEmpty() ? match.group(1) : match.group(3) + " week";
    if (which == null) {
      var next = today.with(TemporalAdjusters.nextOrSame(day));
      return ChronoUnit.DAYS.between(today, next) > 3 ? next.minusWeeks(1) : next;
    }
    return switch (which) {
      case "last", "past", "last week" -> today.with(TemporalAdjusters.previous(day));
      case "this" -> today.with(TemporalAdjusters.nextOrSame(day));
      default -> nextWeeks(day, today);
    };
  }

  /** The one of the week after this, unless this week's has passed; weeks begin on Sunday. */
  private static LocalDate nextWeeks(DayOfWeek day, LocalDate today) {
    var next = today.with(TemporalAdjusters.next(day));
    boolean endOfWeek = today.getDayOfWeek() == DayOfWeek.SUNDAY || today.getDayOfWeek() == DayOfWeek.SATURDAY;
    boolean passed = day != DayOfWeek.SUNDAY && day.compareTo(today.getDayOfWeek()) <= 0;
    return endOfWeek || passed ? next : next.plusWeeks(1);
  }
}
