package io.sluice.server.crm.imports;

import io.sluice.server.crm.lead.answer.GivenAnswer;
import io.sluice.server.crm.question.Question;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Cells as answers to questions. */
final class Answers {

  private static final int MAX_TEXT_CHARS = 5_000;
  private static final int MAX_NUMBER_CHARS = 40;
  private static final int MAX_SCALE = 30;
  private static final Map<String, String> YES_OR_NO = Map.of("true", "true", "yes", "true", "y", "true", "1", "true",
      "false", "false", "no", "false", "n", "false", "0", "false");

  private Answers() {}

  sealed interface Reading {

    record Given(GivenAnswer answer) implements Reading {}

    record Bad(String sentence) implements Reading {}
  }

  /** @param cell not blank */
  static Reading read(Question question, String cell) {
    String text = cell.strip();
    return switch (question.kind()) {
      case TEXT -> text.length() > MAX_TEXT_CHARS
          ? new Reading.Bad("must have at most " + MAX_TEXT_CHARS + " characters") : said(question, text);
      case NUMBER -> number(text).map(number -> said(question, number))
          .orElse(new Reading.Bad("must be a number"));
      case BOOLEAN -> Optional.ofNullable(YES_OR_NO.get(text.toLowerCase(Locale.ROOT)))
          .map(flag -> said(question, flag)).orElse(new Reading.Bad("must be yes or no"));
      case DATE -> date(text).map(date -> said(question, date))
          .orElse(new Reading.Bad("must be a date such as 2026-03-02"));
      case SINGLE_CHOICE -> option(question, text)
          .map(option -> chosen(question, List.of(option))).orElse(new Reading.Bad(notAnOption(text, question)));
      case MULTIPLE_CHOICE -> several(question, text);
    };
  }

  /** Names with semicolons between them; a name may hold one itself. */
  private static Reading several(Question question, String text) {
    Optional<Long> whole = option(question, text);
    if (whole.isPresent()) {
      return chosen(question, List.of(whole.get()));
    }
    List<Long> options = new ArrayList<>();
    for (String part : text.split(";")) {
      if (!part.isBlank()) {
        Optional<Long> option = option(question, part);
        if (option.isEmpty()) {
          return new Reading.Bad(notAnOption(part.strip(), question));
        }
        if (!options.contains(option.get())) {
          options.add(option.get());
        }
      }
    }
    return options.isEmpty() ? new Reading.Bad(notAnOption(text, question)) : chosen(question, options);
  }

  private static Optional<Long> option(Question question, String name) {
    return question.options().stream()
        .filter(option -> option.active() && option.name().strip().equalsIgnoreCase(name.strip()))
        .map(Question.Option::id).findFirst();
  }

  private static String notAnOption(String text, Question question) {
    String options = String.join(", ", question.options().stream()
        .filter(Question.Option::active).map(Question.Option::name).toList());
    return "must be one of " + RowReading.told(options) + ", not " + RowReading.told(text);
  }

  private static Optional<String> number(String text) {
    try {
      if (text.length() > MAX_NUMBER_CHARS) {
        return Optional.empty();
      }
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > MAX_SCALE ? Optional.empty() : Optional.of(number.toPlainString());
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  private static Optional<String> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text).toString());
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }

  private static Reading said(Question question, String value) {
    return new Reading.Given(new GivenAnswer(question.id(), List.of(), value));
  }

  private static Reading chosen(Question question, List<Long> options) {
    return new Reading.Given(new GivenAnswer(question.id(), options, null));
  }
}
