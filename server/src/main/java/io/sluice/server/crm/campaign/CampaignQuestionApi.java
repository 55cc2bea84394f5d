package io.sluice.server.crm.campaign;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.Reach;
import io.sluice.server.crm.question.OptionWanted;
import io.sluice.server.crm.question.Question;
import io.sluice.server.crm.question.QuestionJson;
import io.sluice.server.crm.question.Questions;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.Problem;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** A company's questions as one of its campaigns asks them (crm 2.14). */
@CrmApi
class CampaignQuestionApi {

  record OptionsJson(long id, @Nullable List<OptionWanted> optionsAttributes) {

    Questions.InCampaign wanted() {
      return new Questions.InCampaign(id, optionsAttributes == null ? List.of() : optionsAttributes);
    }
  }

  record WantedJson(List<OptionsJson> questions) {}

  record AllJson(List<QuestionJson> questions) {

    static AllJson of(List<Question> questions) {
      return new AllJson(questions.stream().map(QuestionJson::of).toList());
    }
  }

  private final Campaigns campaigns;
  private final Questions questions;
  private final Reach reach;

  CampaignQuestionApi(Campaigns campaigns, Questions questions, Reach reach) {
    this.campaigns = campaigns;
    this.questions = questions;
    this.reach = reach;
  }

  @GetMapping("/api/v1/campaigns/{campaign_id}/questions")
  Answer<AllJson> list(Person caller, @PathVariable("campaign_id") String campaign) {
    return CrmIds.answer(campaign, id -> reached(caller, id)
        .map(found -> Answer.ok(AllJson.of(
            questions.inCampaign(found.standing().account(), found.thing().company(), id))))
        .orElseGet(() -> Answer.problem(Problem.notFound())));
  }

  @PutMapping("/api/v1/campaigns/{campaign_id}/questions/options")
  Answer<AllJson> change(
      Person caller, @PathVariable("campaign_id") String campaign, @RequestBody WantedJson wanted) {
    return CrmIds.answer(campaign, id -> reached(caller, id)
        .map(found -> found.whyNotChange(Access.ADMIN).<Answer<AllJson>>map(Answer::problem)
            .orElseGet(() -> Answer.ok(
                questions.changeInCampaign(found.standing(), id,
                    wanted.questions().stream().map(OptionsJson::wanted).toList()),
                AllJson::of)))
        .orElseGet(() -> Answer.problem(Problem.notFound())));
  }

  private Optional<Reach.Reached<Campaign>> reached(Person caller, long id) {
    return reach.of(caller, account -> campaigns.find(account, id), Campaign::company);
  }
}
