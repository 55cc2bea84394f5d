package io.sluice.server.crm;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an admin sets up decides where leads go and what is asked of them (crm 5, journeys 7 and 10). */
class SetUpJourneyTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final long company = server.companyOf(acme);
  private final String path = "/api/v1/companies/" + company;

  @Test
  void leads_go_where_the_company_was_set_up_to_have_them_and_stay_when_it_changes() {
    Party ben = server.colleague(acme, "agent");
    Party cleo = server.colleague(acme, "agent");
    long invalid = number(acme.post(path + "/stages", "{\"name\": \"Invalid\", \"terminal\": true}"), "stage");
    long web = number(acme.post(path + "/sources", "{\"name\": \"Web form\"}"), "source");
    acme.post(path + "/sources/" + web + "/user_access",
        "{\"user_access_id\": %d}".formatted(Crm.access(ben, company))).is(201);
    acme.post(path + "/territories", """
        {"territories": [{"name": "Austin", "state": "TX", "zip_codes": ["78701"], "user_access_ids": [%d]}]}"""
        .formatted(Crm.access(cleo, company))).is(201);
    JsonNode roof = acme.post(path + "/questions", """
        {"name": "What is the roof made of?", "kind": "single_choice", "required": true,
         "options_attributes": [{"name": "Tiles"}, {"name": "Slate"}]}""").is(201).json().path("question");
    long spring = number(acme.post(path + "/campaigns", "{\"name\": \"Spring\", \"status\": \"active\"}"), "campaign");
    acme.put(path + "/cycles", "{\"cycles_enabled\": true}").is(200);
    long always = number(acme.post(path + "/cycles",
        "{\"name\": \"Always\", \"starts_on\": \"2000-01-01\", \"ends_on\": \"2999-12-31\"}"), "cycle");

    assertThat(acme.post(path + "/leads", "{\"email\": \"homer@example.com\"}").is(422).text())
        .contains(roof.path("name").asString());
    String answer = "\"answers_attributes\": [{\"question_id\": %d, \"question_option_ids\": [%d]}]"
        .formatted(roof.path("id").asLong(), roof.at("/options/0/id").asLong());
    JsonNode homer = lead("""
        {"email": "homer@example.com", "zip_code": "78701-1234", "source_id": %d, "campaign_id": %d, %s}"""
        .formatted(web, spring, answer));
    JsonNode marge = lead("""
        {"email": "marge@example.com", "zip_code": "10001", "source_id": %d, %s}""".formatted(web, answer));
    assertThat(homer.at("/assigned_to/user_access_id").asLong()).isEqualTo(Crm.access(cleo, company));
    assertThat(homer.at("/territory/name").asString()).isEqualTo("Austin");
    assertThat(homer.path("cycle_id").asLong()).isEqualTo(always);
    assertThat(marge.at("/assigned_to/user_access_id").asLong()).isEqualTo(Crm.access(ben, company));
    assertThat(acme.get("/api/v1/campaigns/" + spring).at("campaign.leads_count")).isEqualTo("1");

    acme.put("/api/v1/leads/" + marge.path("id").asLong(), "{\"stage_id\": %d}".formatted(invalid)).is(200);
    acme.delete(path + "/stages/" + invalid).is(422);
    acme.put(path + "/stages/" + invalid, "{\"hidden\": true}").is(200);
    assertThat(stages(acme.get("/api/v1/stages"))).doesNotContain("Invalid");
    assertThat(shown(marge).at("/stage/name").asString()).isEqualTo("Invalid");

    acme.delete("/api/v1/users/%d/user_access/%d".formatted(Crm.number(ben), Crm.access(ben, company))).is(200);
    assertThat(shown(marge).path("assigned_to").isNull()).isTrue();
    assertThat(lead("{\"email\": \"lisa@example.com\", \"source_id\": %d, %s}".formatted(web, answer))
        .path("assigned_to").isNull()).isTrue();

    acme.delete(path + "/sources/" + web).is(200);
    acme.delete(path + "/questions/" + roof.path("id").asLong()).is(200);
    assertThat(shown(homer).path("source").isNull()).isTrue();
    assertThat(shown(homer).at("/answers/0/question_id")).isEqualTo(roof.path("id"));
    assertThat(lead("{\"email\": \"bart@example.com\"}").at("/stage/name").asString()).isEqualTo("New");
  }

  private JsonNode lead(String json) {
    return acme.post(path + "/leads", json).is(201).json().path("lead");
  }

  private JsonNode shown(JsonNode lead) {
    return acme.get("/api/v1/leads/" + lead.path("id").asLong()).is(200).json().path("lead");
  }

  private static long number(Reply made, String what) {
    return Long.parseLong(made.is(201).at(what + ".id"));
  }

  private static List<String> stages(Reply reply) {
    return reply.is(200).json().path("stages").valueStream().map(stage -> stage.path("name").asString()).toList();
  }
}
