package io.sluice.server.crm.campaign;

import io.sluice.server.account.Person;
import io.sluice.server.crm.Asked;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.AdministersCompany;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.crm.access.Reach;
import io.sluice.server.crm.question.QuestionJson;
import io.sluice.server.crm.question.Questions;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.JsonNode;

/** Campaigns (crm 2.13), and what the published menu lacks: making and changing them. */
@CrmApi
class CampaignApi {

  /** A time that is null is another thing than one that is not named: it stays a node. */
  record WantedJson(
      @Nullable String name, @Nullable String status, @Nullable JsonNode startsAt, @Nullable JsonNode endsAt) {

    Campaigns.Wanted wanted() {
      return new Campaigns.Wanted(
          name, status == null ? null : Campaign.Status.of(status), Asked.of(startsAt), Asked.of(endsAt));
    }
  }

  record CampaignJson(
      long id,
      CompanyId companyId,
      String name,
      String status,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      long leadsCount) {

    static CampaignJson of(Campaigns.Counted counted) {
      Campaign campaign = counted.campaign();
      return new CampaignJson(campaign.id(), campaign.company(), campaign.name(), campaign.status().word(),
          campaign.startsAt(), campaign.endsAt(), counted.leads());
    }
  }

  record OneJson(CampaignJson campaign) {

    static OneJson of(Campaigns.Counted counted) {
      return new OneJson(CampaignJson.of(counted));
    }
  }

  record PageJson(List<CampaignJson> campaigns, Paging.MetaJson meta) {}

  record WithQuestionsJson(
      long id,
      CompanyId companyId,
      String name,
      String status,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      long leadsCount,
      List<QuestionJson> questions) {}

  record ShownJson(WithQuestionsJson campaign) {}

  private final Campaigns campaigns;
  private final Questions questions;
  private final Reach reach;

  CampaignApi(Campaigns campaigns, Questions questions, Reach reach) {
    this.campaigns = campaigns;
    this.questions = questions;
    this.reach = reach;
  }

  @GetMapping("/api/v1/companies/{company_id}/campaigns")
  Answer<PageJson> list(
      InCompany caller,
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(defaultValue = "-id") String sort,
      @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "per_page", required = false) @Nullable Integer perPage) {
    Paging paging = Paging.of(page, perPage);
    Campaigns.Listed listed = campaigns.page(caller.account(), caller.company(),
        status == null ? null : Campaign.Status.of(status), CampaignSort.of(sort), paging);
    return Answer.ok(new PageJson(
        listed.campaigns().stream().map(CampaignJson::of).toList(), paging.meta(listed.total())));
  }

  @PostMapping("/api/v1/companies/{company_id}/campaigns")
  Answer<OneJson> create(AdministersCompany caller, @RequestBody WantedJson wanted) {
    return Answer.created(campaigns.create(caller.standing(), wanted.wanted()), OneJson::of);
  }

  @GetMapping("/api/v1/campaigns/{id}")
  Answer<ShownJson> show(Person caller, @PathVariable String id) {
    return CrmIds.answer(id, number -> reached(caller, number)
        .map(found -> Answer.ok(shown(found)))
        .orElseGet(() -> Answer.problem(Problem.notFound())));
  }

  @PutMapping("/api/v1/campaigns/{id}")
  Answer<OneJson> change(Person caller, @PathVariable String id, @RequestBody WantedJson changes) {
    return CrmIds.answer(id, number -> reached(caller, number)
        .map(found -> found.whyNotChange(Access.ADMIN).<Answer<OneJson>>map(Answer::problem)
            .orElseGet(() -> Answer.ok(
                campaigns.change(found.standing(), number, changes.wanted()), OneJson::of)))
        .orElseGet(() -> Answer.problem(Problem.notFound())));
  }

  private Optional<Reach.Reached<Campaign>> reached(Person caller, long id) {
    return reach.of(caller, account -> campaigns.find(account, id), Campaign::company);
  }

  private ShownJson shown(Reach.Reached<Campaign> found) {
    Campaigns.Counted counted = campaigns.counted(found.standing().account(), found.thing());
    CampaignJson json = CampaignJson.of(counted);
    return new ShownJson(new WithQuestionsJson(json.id, json.companyId, json.name, json.status, json.startsAt,
        json.endsAt, json.leadsCount,
        questions.inCampaign(found.standing().account(), json.companyId, json.id).stream()
            .map(QuestionJson::of).toList()));
  }
}
