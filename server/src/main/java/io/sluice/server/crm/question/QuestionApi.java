package io.sluice.server.crm.question;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.MessageJson;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.crm.access.Reach;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** A company's questions (crm 2.14). */
@CrmApi
class QuestionApi {

  record NewJson(
      String name, String kind, @Nullable Boolean required, @Nullable List<OptionWanted> optionsAttributes) {

    Questions.Wanted wanted() {
      return new Questions.Wanted(name, Question.Kind.of(kind), Boolean.TRUE.equals(required),
          optionsAttributes == null ? List.of() : optionsAttributes);
    }
  }

  record ChangesJson(
      @Nullable String name, @Nullable Boolean required, @Nullable List<OptionWanted> optionsAttributes) {

    Questions.Changes changes() {
      return new Questions.Changes(name, required, optionsAttributes == null ? List.of() : optionsAttributes);
    }
  }

  record OrderJson(List<Long> questionIds) {}

  record OneJson(QuestionJson question) {

    static OneJson of(Question question) {
      return new OneJson(QuestionJson.of(question));
    }
  }

  private final Questions questions;
  private final Reach reach;

  QuestionApi(Questions questions, Reach reach) {
    this.questions = questions;
    this.reach = reach;
  }

  @GetMapping("/api/v1/companies/{company_id}/questions")
  Answer<QuestionJson.All> list(InCompany caller) {
    return Answer.ok(QuestionJson.All.of(questions.of(caller.account(), caller.company())));
  }

  @PostMapping("/api/v1/companies/{company_id}/questions")
  Answer<OneJson> create(AdministersCompany caller, @RequestBody NewJson wanted) {
    return Answer.created(questions.create(caller.standing(), wanted.wanted()), OneJson::of);
  }

  @PutMapping("/api/v1/companies/{company_id}/questions/priority")
  Answer<QuestionJson.All> order(AdministersCompany caller, @RequestBody OrderJson wanted) {
    return Answer.ok(questions.order(caller.standing(), wanted.questionIds()), QuestionJson.All::of);
  }

  @PutMapping("/api/v1/companies/{company_id}/questions/{question_id}")
  Answer<OneJson> change(
      AdministersCompany caller, @PathVariable("question_id") String question, @RequestBody ChangesJson changes) {
    return CrmIds.answer(question, id -> Answer.ok(
        questions.change(caller.standing(), id, changes.changes()), OneJson::of));
  }

  @DeleteMapping("/api/v1/companies/{company_id}/questions/{question_id}")
  Answer<MessageJson> delete(AdministersCompany caller, @PathVariable("question_id") String question) {
    return CrmIds.answer(question, id -> Answer.ok(
        questions.delete(caller.standing(), id),
        deleted -> new MessageJson("The question was deleted")));
  }

  @GetMapping("/api/v1/questions/{id}")
  Answer<OneJson> show(Person caller, @PathVariable String id) {
    return CrmIds.answer(id, number ->
        reach.of(caller, account -> questions.find(account, number), Question::company)
            .map(found -> Answer.ok(OneJson.of(found.thing())))
            .orElseGet(() -> Answer.problem(Problem.notFound())));
  }
}
