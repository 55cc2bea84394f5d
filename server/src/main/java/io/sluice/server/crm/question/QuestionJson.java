package io.sluice.server.crm.question;

import io.sluice.server.kernel.CompanyId;
import java.util.List;

/** A question as it is told, with the options of whoever was asked about (crm 2.14). */
record QuestionJson(
    long id, CompanyId companyId, String name, String kind, boolean required, int priority, List<OptionJson> options) {

  record OptionJson(long id, String name, int position, boolean active) {}

  static QuestionJson of(Question question) {
    return new QuestionJson(question.id(), question.company(), question.name(), question.kind().word(),
        question.required(), question.priority(),
        question.options().stream()
            .map(option -> new OptionJson(option.id(), option.name(), option.position(), option.active()))
            .toList());
  }
}
