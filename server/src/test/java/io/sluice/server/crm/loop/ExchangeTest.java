package io.sluice.server.crm.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.crm.Crm;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** "Deliver to my Sluice CRM", in one call. */
class ExchangeTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Loop loop = Loop.on(server);
  private final Party acme = loop.acme();
  private final String exchange = "/api/v1/companies/" + loop.company() + "/exchange";

  @Test
  void one_call_makes_the_flow_deploys_it_completes_the_onboard_and_points_the_sellers_step() {
    String onboard = loop.meet();
    assertThat(acme.get(exchange).is(200).json().at("/exchange/0/into_company").asBoolean()).isFalse();
    String flow = loop.deliverIntoCompany(onboard, ", \"feedback_rules\": true").is(200).at("exchange.flow_id");

    assertThat(acme.get("/onboards/" + onboard).is(200).at("status")).isEqualTo("completed");
    JsonNode made = acme.get("/flows/" + flow).is(200).json();
    assertThat(made.path("name").asString()).isEqualTo("Leads from Initech");
    assertThat(made.at("/steps/0/integration/module_id").asString()).isEqualTo("sluice-crm.outbound");
    assertThat(acme.get("/api/v1/companies/" + loop.company() + "/feedback_rules").json().at("/feedback_rules/0/stage/name")
        .asString()).isEqualTo("Won");
    assertThat(acme.get(exchange).is(200).json().at("/exchange/0/into_company").asBoolean()).isTrue();
    assertThat(loop.sellers().submit(Loop.lead("a@hooli.example")).is(201).at("outcome")).isEqualTo("success");
    assertThat(loop.leads()).hasSize(1);
  }

  @Test
  void asked_for_again_it_answers_what_was_set_up() {
    String onboard = loop.meet();
    String first = loop.deliverIntoCompany(onboard, "").is(200).text();
    assertThat(loop.deliverIntoCompany(onboard, "").is(200).text()).isEqualTo(first);
    assertThat(acme.get("/flows").is(200).json().size()).isEqualTo(1);
  }

  @Test
  void of_two_calls_at_once_one_makes_the_flow_and_both_are_answered_with_it() {
    String onboard = loop.meet();
    assertThat(Crm.together(List.of(() -> loop.deliverIntoCompany(onboard, ""), () -> loop.deliverIntoCompany(onboard, ""),
        () -> loop.deliverIntoCompany(onboard, "")))).containsOnly(200);
    assertThat(acme.get("/flows").is(200).json().size()).isEqualTo(1);
  }

  @Test
  void a_flow_that_is_named_keeps_what_it_has_and_leads_into_the_company_too() {
    String onboard = loop.meet();
    String flow = acme.post("/flows", """
        {"name": "Ours", "enabled": true, "fields": ["email"], "sources": [], "steps": [
          {"type": "filter", "outcome": "failure", "reason": "no", "rule_set": {"op": "and", "rules": [
            {"lhv": "lead.email", "op": "is blank"}]}}]}""").is(201).at("id");
    assertThat(loop.deliverIntoCompany(onboard, ", \"flow_id\": \"%s\"".formatted(flow)).is(200).at("exchange.flow_id"))
        .isEqualTo(flow);
    JsonNode steps = acme.get("/flows/" + flow).is(200).json().path("steps");
    assertThat(steps.size()).isEqualTo(2);
    assertThat(steps.get(1).at("/integration/module_id").asString()).isEqualTo("sluice-crm.outbound");
    loop.deliverIntoCompany(onboard, ", \"flow_id\": \"%s\"".formatted(flow)).is(200);
    assertThat(acme.get("/flows/" + flow).is(200).json().path("steps").size()).isEqualTo(2);
  }

  @Test
  void a_partner_whose_leads_go_elsewhere_is_left_where_it_is() {
    String onboard = loop.meet();
    acme.put("/onboards/" + onboard + "/delivery", "{\"url\": \"http://127.0.0.1:9/\"}").is(200);
    String invitation = acme.get("/onboards/" + onboard).at("invitation_id");
    acme.put("/onboards/" + onboard, "{\"invitation_id\": \"%s\", \"status\": \"completed\"}".formatted(invitation)).is(200);
    assertThat(loop.deliverIntoCompany(onboard, "").is(409).at("code")).isEqualTo("conflict");
  }

  @Test
  void a_flow_that_cannot_be_deployed_leaves_nothing_behind() {
    String onboard = loop.meet();
    assertThat(loop.deliverIntoCompany(onboard, ", \"flow_id\": \"65f1a2b3c4d5e6f708192b01\"").status()).isEqualTo(404);
    assertThat(acme.get("/onboards/" + onboard).at("status")).isEqualTo("created");
    assertThat(acme.get("/flows").is(200).json()).isEmpty();
  }

  @Test
  void a_set_up_that_fails_at_the_seller_says_why_and_goes_on_when_it_is_asked_for_again() {
    String onboard = loop.meet();
    loop.sellers();
    spoilSellersFlow("\"email\"", "\"no_such_field\"");
    assertThat(loop.deliverIntoCompany(onboard, "").is(409).at("message")).contains("cannot be deployed");
    assertThat(acme.get("/onboards/" + onboard).at("status")).isEqualTo("failed");
    spoilSellersFlow("\"no_such_field\"", "\"email\"");
    assertThat(loop.deliverIntoCompany(onboard, "").is(200).at("exchange.onboard.status")).isEqualTo("completed");
    assertThat(acme.get("/flows").is(200).json().size()).isEqualTo(1);
  }

  private void spoilSellersFlow(String what, String with) {
    server.db().sql("UPDATE flow SET document = replace(document, ?, ?) WHERE account_id = ?")
        .params(what, with, loop.initech().accountId()).update();
  }

  @Test
  void only_the_accounts_own_admins_set_up_its_own_onboards() {
    String onboard = loop.meet();
    Party globex = server.open("Globex");
    String body = "{\"onboard_id\": \"%s\"}".formatted(onboard);
    server.colleague(acme, "manager").post(exchange, body).is(403);
    globex.post(exchange, body).is(403);
    globex.post("/api/v1/companies/" + server.companyOf(globex) + "/exchange", body).is(404);
    server.db().sql("""
        INSERT INTO user_access (id, user_id, company_id, access_name, is_primary, created_at)
        VALUES (nextval('user_access_number'), ?, ?, 'admin', false, now())""")
        .params(globex.userId(), loop.company()).update();
    globex.get("/api/v1/companies/" + loop.company() + "/feedback_rules").is(200);
    globex.get(exchange).is(403);
    globex.post(exchange, body).is(403);
    acme.post(exchange, "{\"onboard_id\": \"nonsense\", \"on_duplicate\": \"merge\"}").is(422);
  }
}
