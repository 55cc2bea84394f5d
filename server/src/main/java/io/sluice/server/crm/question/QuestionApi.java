package io.sluice.server.crm.question;

import io.sluice.server.crm.access.InCompany;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;

/** A company's questions (crm 2.14). */
@CrmApi
class QuestionApi {

  record AllJson(List<QuestionJson> questions) {

    static AllJson of(List<Question> questions) {
      return new AllJson(questions.stream().map(QuestionJson::of).toList());
    }
  }

  private final Questions questions;

  QuestionApi(Questions questions) {
    this.questions = questions;
  }

  @GetMapping("/api/v1/companies/{company_id}/questions")
  Answer<AllJson> list(InCompany caller) {
    return Answer.ok(AllJson.of(questions.of(caller.account(), caller.company())));
  }
}
