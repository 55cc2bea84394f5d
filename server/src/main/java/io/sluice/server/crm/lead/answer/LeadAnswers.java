package io.sluice.server.crm.lead.answer;

import io.sluice.server.crm.question.Question;
import io.sluice.server.crm.question.Questions;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What leads may answer to their company's questions (crm 2.14). */
@Component
public class LeadAnswers {

  private static final String FIELD = "answers_attributes";
  private static final int MAX_CHARS = 5_000;
  private static final Set<String> YES_OR_NO = Set.of("true", "false");

  private final AnswerStore store;
  private final Questions questions;

  LeadAnswers(AnswerStore store, Questions questions) {
    this.store = store;
    this.questions = questions;
  }

  /** By lead, in order of the questions' numbers. */
  public Map<Long, List<GivenAnswer>> of(AccountId account, Collection<Long> leads) {
    return leads.isEmpty() ? Map.of() : store.of(account, leads);
  }

  /** An answer to the same question takes the place of the one before. @param answers by lead */
  @Transactional(propagation = Propagation.MANDATORY)
  public void put(AccountId account, Map<Long, List<GivenAnswer>> answers) {
    store.put(account, answers);
  }

  /** A company's questions as each of these campaigns asks them. */
  public Asked asked(AccountId account, CompanyId company, Set<Long> campaigns) {
    Map<Long, Map<Long, Question>> asked = new HashMap<>();
    asked.put(0L, byId(questions.of(account, company)));
    campaigns.forEach(campaign -> asked.put(campaign, byId(questions.inCampaign(account, company, campaign))));
    return new Asked(asked);
  }

  private static Map<Long, Question> byId(List<Question> questions) {
    return questions.stream().collect(Collectors.toMap(Question::id, Function.identity()));
  }

  /** @param byCampaign and those of leads without one, by 0 */
  public record Asked(Map<Long, Map<Long, Question>> byCampaign) {

    /**
     * What is wrong with a lead's answers, in sentences to be read after the field's name.
     *
     * @param all whether the required questions must be among them
     */
    public Map<String, List<String>> problems(@Nullable Long campaign, List<GivenAnswer> answers, boolean all) {
      Map<Long, Question> known = Optional.ofNullable(byCampaign.get(campaign == null ? 0L : campaign))
          .orElse(byCampaign.getOrDefault(0L, Map.of()));
      Map<String, List<String>> problems = new HashMap<>();
      Map<Long, GivenAnswer> given = new HashMap<>();
      for (int i = 0; i < answers.size(); i++) {
        GivenAnswer answer = answers.get(i);
        Question question = known.get(answer.question());
        String place = FIELD + "[" + i + "]";
        if (question == null) {
          problems.put(place + ".question_id", List.of("is not one of the company's questions"));
        } else if (given.put(answer.question(), answer) != null) {
          problems.put(place + ".question_id", List.of("is answered twice"));
        } else {
          problem(question, answer).ifPresent(sentence -> problems.put(place, List.of(sentence)));
        }
      }
      List<String> missing = new ArrayList<>();
      known.values().stream().filter(question -> all && question.required())
          .filter(question -> Optional.ofNullable(given.get(question.id())).filter(Asked::saysSomething).isEmpty())
          .sorted(Comparator.comparing(Question::priority))
          .forEach(question -> missing.add("must answer question " + question.id() + ": " + question.name()));
      if (!missing.isEmpty()) {
        problems.put(FIELD, missing);
      }
      return problems;
    }

    private static boolean saysSomething(GivenAnswer answer) {
      String value = answer.value();
      return !answer.options().isEmpty() || value != null && !value.isBlank();
    }

    private static Optional<String> problem(Question question, GivenAnswer answer) {
      String value = answer.value();
      if (question.kind().isChoice()) {
        Set<Long> offered = question.options().stream().filter(Question.Option::active).map(Question.Option::id)
            .collect(Collectors.toSet());
        return value != null ? Optional.of("is a choice: name its question_option_ids")
            : !offered.containsAll(answer.options()) ? Optional.of("has options that are not offered")
            : question.kind() == Question.Kind.SINGLE_CHOICE && answer.options().size() > 1
            ? Optional.of("is a single choice") : Optional.empty();
      }
      if (!answer.options().isEmpty()) {
        return Optional.of("is no choice: it has no options");
      }
      if (value == null || value.isBlank()) {
        return Optional.empty();
      }
      return switch (question.kind()) {
        case TEXT -> value.length() > MAX_CHARS ? Optional.of("must have at most " + MAX_CHARS + " characters")
            : Optional.empty();
        case NUMBER -> isNumber(value) ? Optional.empty() : Optional.of("must be a number");
        case BOOLEAN -> YES_OR_NO.contains(value) ? Optional.empty() : Optional.of("must be true or false");
        case DATE -> isDate(value) ? Optional.empty() : Optional.of("must be a date such as 2026-03-02");
        case SINGLE_CHOICE, MULTIPLE_CHOICE -> Optional.empty();
      };
    }

    private static boolean isNumber(String value) {
      try {
        return value.length() <= 100 && new BigDecimal(value.strip()).precision() > 0;
      } catch (NumberFormatException notOne) {
        return false;
      }
    }

    private static boolean isDate(String value) {
      try {
        LocalDate.parse(value.strip());
        return true;
      } catch (DateTimeException notOne) {
        return false;
      }
    }
  }
}
