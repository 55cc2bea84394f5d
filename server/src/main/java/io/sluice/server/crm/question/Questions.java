package io.sluice.server.crm.question;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What a company asks of its leads. */
@Component
public class Questions {

  private final QuestionStore store;

  Questions(QuestionStore store) {
    this.store = store;
  }

  /** By priority, each with the company's own options. Deleted ones are not among them. */
  public List<Question> of(AccountId account, CompanyId company) {
    List<Question> questions = store.of(account, company);
    return with(questions, store.options(account, ids(questions), null));
  }

  /** By priority, as that campaign asks them: with its options where it has some, else with the company's own. */
  public List<Question> inCampaign(AccountId account, CompanyId company, long campaign) {
    List<Question> questions = store.of(account, company);
    Map<Long, List<Question.Option>> options = store.options(account, ids(questions), null);
    options.putAll(store.options(account, ids(questions), campaign));
    return with(questions, options);
  }

  private static List<Long> ids(List<Question> questions) {
    return questions.stream().map(Question::id).toList();
  }

  private static List<Question> with(List<Question> questions, Map<Long, List<Question.Option>> options) {
    return questions.stream()
        .map(question -> question.with(options.getOrDefault(question.id(), List.of())))
        .toList();
  }
}
