package io.sluice.server.crm.question;

import io.sluice.server.kernel.CompanyId;
import java.util.List;

/** A question as it is told, with the options of whoever was asked about (crm 2.14). */
public record QuestionJson(
    long id, CompanyId companyId, String name, String kind, boolean required, int priority, List<OptionJson> options) {

  /** One of the answers to choose from. */
  public record OptionJson(long id, String name, int position, boolean active) {}

  record All(List<QuestionJson> questions) {

    static All of(List<Question> questions) {
      return new All(questions.stream().map(QuestionJson::of).toList());
    }
  }

  public static QuestionJson of(Question question) {
    return new QuestionJson(question.id(), question.company(), question.name(), question.kind().word(),
        question.required(), question.priority(),
        question.options().stream()
            .map(option -> new OptionJson(option.id(), option.name(), option.position(), option.active()))
            .toList());
  }
}
