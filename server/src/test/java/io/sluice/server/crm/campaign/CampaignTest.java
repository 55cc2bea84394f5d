package io.sluice.server.crm.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What brings a company's leads in, and how it asks the company's questions (crm 2.13, 2.14). */
class CampaignTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");
  private final String company = "/api/v1/companies/" + server.companyOf(acme);
  private final String campaigns = company + "/campaigns";

  @Test
  void campaigns_are_made_changed_and_counted() {
    Reply made = acme.post(campaigns, """
        {"name": "Spring", "starts_at": "2026-03-01T00:00:00+01:00", "ends_at": "2026-05-31T00:00:00Z"}""").is(201);
    assertThat(made.json().path("campaign").propertyNames()).containsExactlyInAnyOrder(
        "id", "company_id", "name", "status", "starts_at", "ends_at", "leads_count");
    assertThat(made.at("campaign.status")).isEqualTo("draft");
    assertThat(made.at("campaign.starts_at")).isEqualTo("2026-02-28T23:00:00Z");

    String campaign = "/api/v1/campaigns/" + made.at("campaign.id");
    Reply changed = acme.put(campaign, "{\"status\": \"active\", \"ends_at\": null}").is(200);
    assertThat(changed.json().at("/campaign/ends_at").isNull()).isTrue();
    assertThat(changed.at("campaign.starts_at")).isEqualTo("2026-02-28T23:00:00Z");

    acme.post(company + "/leads", "{\"email\": \"bart@example.com\", \"campaign_id\": %s}".formatted(made.at("campaign.id")))
        .is(201);
    Reply shown = acme.get(campaign).is(200);
    assertThat(shown.json().at("/campaign/leads_count").asInt()).isEqualTo(1);
    assertThat(shown.json().at("/campaign/questions").isArray()).isTrue();
    assertThat(acme.get(campaigns).json().at("/campaigns/0/leads_count").asInt()).isEqualTo(1);
  }

  @Test
  void campaigns_are_listed_a_page_at_a_time_by_status_and_in_an_order() {
    for (String name : List.of("Beta", "alpha", "Gamma")) {
      acme.post(campaigns, "{\"name\": \"%s\", \"status\": \"active\"}".formatted(name)).is(201);
    }
    acme.post(campaigns, "{\"name\": \"Draft\"}").is(201);
    Reply page = acme.get(campaigns + "?status=active&sort=name&per_page=2&page=1").is(200);
    assertThat(page.json().path("campaigns").valueStream().map(one -> one.path("name").asString()))
        .containsExactly("alpha", "Beta");
    assertThat(page.json().path("meta").toString())
        .isEqualTo("{\"page\":1,\"per_page\":2,\"total\":3,\"total_pages\":2}");
    assertThat(acme.get(campaigns).json().at("/campaigns/0/name").asString()).isEqualTo("Draft");
    for (String bad : List.of("page=0", "page=x", "per_page=101", "per_page=0", "sort=colour", "status=gone")) {
      assertThat(acme.get(campaigns + "?" + bad).is(422).at("code")).isEqualTo("validation_failed");
    }
  }

  @Test
  void a_campaign_that_does_not_fit_is_refused_with_every_reason() {
    acme.post(campaigns, "{\"name\": \"Spring\"}").is(201);
    Reply refused = acme.post(campaigns, """
        {"name": "SPRING", "starts_at": "2026-05-31T00:00:00Z", "ends_at": "2026-03-01T00:00:00Z"}""").is(422);
    assertThat(refused.json().path("errors").propertyNames()).containsExactlyInAnyOrder("name", "ends_at");
    acme.post(campaigns, "{}").is(422);
    acme.post(campaigns, "{\"name\": \"Summer\", \"starts_at\": \"2016-12-31T23:59:60Z\"}").is(422);
  }

  @Test
  void somebody_elses_campaign_does_not_exist_and_only_admins_change_ones_own() {
    String campaign = "/api/v1/campaigns/" + acme.post(campaigns, "{\"name\": \"Spring\"}").is(201).at("campaign.id");
    globex.get(campaign).is(404);
    globex.put(campaign, "{\"name\": \"Mine\"}").is(404);
    globex.get(campaign + "/questions").is(404);
    globex.post(campaigns, "{\"name\": \"Mine\"}").is(403);
    Party agent = server.colleague(acme, "agent");
    agent.get(campaign).is(200);
    agent.put(campaign, "{\"name\": \"Mine\"}").is(403);
    agent.put(campaign + "/questions/options", "{\"questions\": []}").is(403);
    acme.get("/api/v1/campaigns/x").is(404);
  }

  @Test
  void what_a_company_has_set_up_is_read_but_not_changed_once_its_plan_has_ended() {
    String spring = campaign("Spring");
    server.db().sql("""
        INSERT INTO company_membership (account_id, company_id, id, membership_id, status, started_at,
                                        current_period_end, canceled_at)
        VALUES (?, ?, nextval('company_membership_number'), 1, 'canceled', now() - interval '2 months',
                now() - interval '1 day', now() - interval '1 month')""")
        .params(acme.accountId(), server.companyOf(acme)).update();
    acme.get(spring).is(200);
    acme.get(spring + "/questions").is(200);
    assertThat(acme.put(spring, "{\"name\": \"Summer\"}").is(422).at("code")).isEqualTo("membership_limit_reached");
    acme.put(spring + "/questions/options", "{\"questions\": []}").is(422);
    acme.post(campaigns, "{\"name\": \"Summer\"}").is(422);
  }

  @Test
  void a_campaign_has_options_of_its_own_and_never_changes_the_companys() {
    JsonNode roof = roof();
    long id = roof.path("id").asLong();
    long tiles = roof.at("/options/0/id").asLong();
    String spring = campaign("Spring");
    String summer = campaign("Summer");
    String wish = """
        {"questions": [{"id": %d, "options_attributes": [
          {"id": %d, "name": "Red tiles"}, {"name": "Metal", "position": 1}]}]}""".formatted(id, tiles);

    JsonNode own = acme.put(spring + "/questions/options", wish).is(200).json().at("/questions/0");
    assertThat(names(own)).containsExactly("Metal", "Red tiles", "Slate");
    assertThat(own.path("options").valueStream().map(option -> option.path("id").asLong())).doesNotContain(tiles);
    assertThat(names(acme.get(spring + "/questions").json().at("/questions/0"))).containsExactly("Metal", "Red tiles", "Slate");
    assertThat(names(acme.get(spring).json().at("/campaign/questions/0"))).containsExactly("Metal", "Red tiles", "Slate");

    assertThat(acme.get("/api/v1/questions/" + id).json().path("question")).isEqualTo(roof);
    assertThat(acme.get(summer + "/questions").json().at("/questions/0")).isEqualTo(roof);

    acme.put(spring + "/questions/options", """
        {"questions": [{"id": %d, "options_attributes": [{"id": %d, "name": "Old tiles"}]}]}""".formatted(id, tiles)).is(200);
    assertThat(names(acme.get(spring + "/questions").json().at("/questions/0"))).containsExactly("Metal", "Old tiles", "Slate");
  }

  @Test
  void options_of_several_questions_are_changed_all_or_none() {
    JsonNode roof = roof();
    String spring = campaign("Spring");
    Reply refused = acme.put(spring + "/questions/options", """
        {"questions": [
          {"id": %d, "options_attributes": [{"name": "Metal"}]},
          {"id": 999999999, "options_attributes": [{"name": "Gone"}]}]}""".formatted(roof.path("id").asLong())).is(422);
    assertThat(refused.json().path("errors").propertyNames()).containsExactly("questions[1].id");
    assertThat(acme.get(spring + "/questions").json().at("/questions/0")).isEqualTo(roof);

    acme.put(spring + "/questions/options", """
        {"questions": [{"id": %d, "options_attributes": [{"id": %d, "_destroy": true}]}]}"""
        .formatted(roof.path("id").asLong(), roof.at("/options/0/id").asLong())).is(422);
    assertThat(acme.get(spring + "/questions").json().at("/questions/0")).isEqualTo(roof);
  }

  @Test
  void what_a_lead_of_the_campaign_chose_can_be_made_inactive_but_not_destroyed() {
    JsonNode roof = roof();
    long id = roof.path("id").asLong();
    String spring = campaign("Spring");
    JsonNode own = acme.put(spring + "/questions/options", """
        {"questions": [{"id": %d, "options_attributes": [{"name": "Metal"}]}]}""".formatted(id)).is(200).json()
        .at("/questions/0");
    long metal = own.at("/options/2/id").asLong();
    acme.post(company + "/leads", """
        {"email": "lisa@example.com", "campaign_id": %s,
         "answers_attributes": [{"question_id": %d, "question_option_ids": [%d]}]}"""
        .formatted(spring.substring(spring.lastIndexOf('/') + 1), id, metal)).is(201);
    assertThat(acme.put(spring + "/questions/options", """
        {"questions": [{"id": %d, "options_attributes": [{"id": %d, "_destroy": true}]}]}""".formatted(id, metal))
        .is(422).text()).contains("a lead chose");
    JsonNode after = acme.put(spring + "/questions/options", """
        {"questions": [{"id": %d, "options_attributes": [{"id": %d, "active": false}]}]}""".formatted(id, metal))
        .is(200).json().at("/questions/0");
    assertThat(after.at("/options/2/active").asBoolean()).isFalse();
  }

  @Test
  void what_a_lead_of_the_campaign_chose_before_it_had_its_own_options_is_not_destroyed_there_either() {
    JsonNode roof = roof();
    long id = roof.path("id").asLong();
    long tiles = roof.at("/options/0/id").asLong();
    String spring = campaign("Spring");
    String summer = campaign("Summer");
    acme.post(company + "/leads", """
        {"email": "carl@example.com", "campaign_id": %s,
         "answers_attributes": [{"question_id": %d, "question_option_ids": [%d]}]}"""
        .formatted(spring.substring(spring.lastIndexOf('/') + 1), id, tiles)).is(201);
    String wish = """
        {"questions": [{"id": %d, "options_attributes": [{"name": "Metal"}, {"id": %d, "_destroy": true}]}]}"""
        .formatted(id, tiles);
    assertThat(acme.put(spring + "/questions/options", wish).is(422).json().path("errors").propertyNames())
        .containsExactly("questions[0].options_attributes[1]._destroy");
    assertThat(names(acme.put(summer + "/questions/options", wish).is(200).json().at("/questions/0")))
        .containsExactly("Slate", "Metal");
    assertThat(acme.get("/api/v1/questions/" + id).json().path("question")).isEqualTo(roof);
  }

  @Test
  void a_campaign_that_is_named_by_a_file_is_found_or_made_running() {
    Campaigns known = server.bean(Campaigns.class);
    AccountId account = AccountId.of(acme.accountId());
    CompanyId id = new CompanyId(server.companyOf(acme));
    campaign("Spring");
    assertThat(known.findOrMake(account, id, " spring").map(Campaign::status)).isEqualTo(Result.done(Campaign.Status.DRAFT));
    assertThat(known.findOrMake(account, id, "Summer").map(Campaign::status)).isEqualTo(Result.done(Campaign.Status.ACTIVE));
    assertThat(known.findOrMake(account, id, "x".repeat(201))).isInstanceOf(Result.Refused.class);
  }

  private String campaign(String name) {
    return "/api/v1/campaigns/"
        + acme.post(campaigns, "{\"name\": \"%s\"}".formatted(name)).is(201).at("campaign.id");
  }

  private JsonNode roof() {
    return acme.post(company + "/questions", """
        {"name": "What is the roof made of?", "kind": "single_choice",
         "options_attributes": [{"name": "Tiles"}, {"name": "Slate"}]}""").is(201).json().path("question");
  }

  private static List<String> names(JsonNode question) {
    return question.path("options").valueStream().map(option -> option.path("name").asString()).toList();
  }
}
