package io.sluice.server.crm.loop.arrival;

import io.sluice.engine.template.Numbers;
import io.sluice.engine.type.Values;
import io.sluice.server.crm.lead.answer.GivenAnswer;
import io.sluice.server.crm.question.Question;
import io.sluice.server.delivery.call.Mapped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a lead says to a company's questions: what is mapped below {@code answers}, else the lead's field that is called
 * as the question is. What is no answer to its question is left out: a lead is not lost for it.
 */
record MappedAnswers(Map<String, Object> byName) {

  private static final String ANSWERS = "answers";
  private static final int MAX_TEXT_CHARS = 1_000;
  private static final int DATE_CHARS = 10;

  static MappedAnswers of(Map<String, ? extends @Nullable Object> vars) {
    Map<String, Object> byName = new HashMap<>();
    add(byName, vars.get("lead"));
    add(byName, vars.get(ANSWERS));
    return new MappedAnswers(byName);
  }

  private static void add(Map<String, Object> byName, @Nullable Object said) {
    if (said instanceof Map<?, ?> values) {
      values.forEach((name, value) -> {
        if (value != null) {
          byName.put(key(String.valueOf(name)), value);
        }
      });
    }
  }

  /** {@code Loan amount?} asks for {@code loan_amount}. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", "_").replaceAll("^_+|_+$", "");
  }

  List<GivenAnswer> to(List<Question> questions) {
    List<GivenAnswer> given = new ArrayList<>();
    for (Question question : questions) {
      Object said = byName.get(key(question.name()));
      if (said != null) {
        answer(question, said).ifPresent(given::add);
      }
    }
    return given;
  }

  private static Optional<GivenAnswer> answer(Question question, Object said) {
    return switch (question.kind()) {
      case TEXT -> text(Values.text(said)).map(text -> value(question, text));
      case NUMBER -> Optional.ofNullable(Numbers.of(said)).map(BigDecimal::toPlainString)
          .map(number -> value(question, number));
      case BOOLEAN -> Mapped.flag(Map.of(ANSWERS, said), ANSWERS).map(flag -> value(question, flag.toString()));
      case DATE -> date(Values.text(said)).map(date -> value(question, date));
      case SINGLE_CHOICE -> chosen(question, Stream.of(Values.text(said))).stream().findFirst()
          .map(option -> new GivenAnswer(question.id(), List.of(option), null));
      case MULTIPLE_CHOICE -> Optional.of(chosen(question, several(said))).filter(options -> !options.isEmpty())
          .map(options -> new GivenAnswer(question.id(), options, null));
    };
  }

  private static GivenAnswer value(Question question, String value) {
    return new GivenAnswer(question.id(), List.of(), value);
  }

  private static Optional<String> text(String said) {
    String text = said.strip();
    return text.isEmpty() ? Optional.empty() : Optional.of(text.substring(0, Math.min(text.length(), MAX_TEXT_CHARS)));
  }

  private static Optional<String> date(String said) {
    try {
      return Optional.of(LocalDate.parse(said.strip().substring(0, Math.min(DATE_CHARS, said.strip().length()))).toString());
    } catch (DateTimeParseException notOne) {
      return Optional.empty(); // left out, as every other answer that is none
    }
  }

  private static Stream<String> several(Object said) {
    return said instanceof List<?> list ? list.stream().map(Values::text) : Arrays.stream(Values.text(said).split("[,;]"));
  }

  private static List<Long> chosen(Question question, Stream<String> said) {
    return said.map(String::strip)
        .flatMap(name -> question.options().stream()
            .filter(option -> option.active() && option.name().strip().equalsIgnoreCase(name)).limit(1))
        .map(Question.Option::id).distinct().toList();
  }
}
