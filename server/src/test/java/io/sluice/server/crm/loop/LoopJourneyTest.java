package io.sluice.server.crm.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.lead.LeadFlow;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** From a seller's submission into the buyer's CRM, and from its close back to the seller. */
class LoopJourneyTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Loop loop = Loop.on(server);
  private final Party acme = loop.acme();
  private final Party initech = loop.initech();

  @Test
  void a_sold_lead_is_worked_in_the_buyers_crm_and_its_win_comes_back_to_the_seller_by_itself() {
    String onboard = loop.meet();
    var setUp = loop.deliverIntoCompany(onboard, "").is(200);
    assertThat(setUp.at("exchange.onboard.status")).isEqualTo("completed");
    assertThat(setUp.json().at("/exchange/into_company").asBoolean()).isTrue();
    assertThat(setUp.at("exchange.seller.name")).isEqualTo("Initech");
    loop.rules("{\"stage_id\": 5, \"type\": \"conversion\", \"grace_seconds\": 0}");

    LeadFlow.Deployed sellers = loop.sellers();
    var sold = sellers.submit(Loop.lead("ann@hooli.example")).is(201);
    assertThat(sold.at("outcome")).isEqualTo("success");
    String soldLead = sold.at("lead.id");

    JsonNode lead = loop.onlyLead();
    assertThat(lead.at("/full_name").asString()).isEqualTo("Ann Lee");
    assertThat(lead.at("/email").asString()).isEqualTo("ann@hooli.example");
    assertThat(lead.at("/state").asString()).isEqualTo("TX");
    assertThat(lead.at("/source/name").asString()).isEqualTo("Initech");
    assertThat(lead.at("/stage/id").asLong()).isEqualTo(1);

    acme.post("/api/v1/leads/" + lead.path("id").asLong() + "/notes", "{\"body\": \"pays in gold\"}").is(201);
    loop.move(lead.path("id").asLong(), Loop.CONTACTED);
    loop.move(lead.path("id").asLong(), Loop.WON);
    Loop.await(() -> sellers.story(soldLead).contains("feedback-received success"));
    JsonNode heard = sellers.history(soldLead).getLast();
    assertThat(heard.at("/vars/feedback/type").asString()).isEqualTo("conversion");

    List<JsonNode> buyers = Loop.timeline(acme, "/api/v1/leads/" + lead.path("id").asLong() + "/timeline");
    assertThat(Loop.texts(buyers)).containsExactly("Submitted to Initech", "Submitted to Acme by Initech",
        "Came into the CRM of Acme", "Delivered to Sluice CRM", "Accepted", "pays in gold", "Moved to Contacted",
        "Moved to Won", "Feedback from Sluice CRM: conversion", "Feedback to Initech: conversion");
    assertThat(buyers.get(6).path("by").asString()).isEqualTo("Alex Acme");

    List<JsonNode> seller = Loop.timeline(initech, "/leads/" + soldLead + "/timeline");
    assertThat(Loop.texts(seller)).containsExactly("Submitted to Initech by Web form", "Came into the CRM of Acme",
        "Delivered to Acme", "Accepted", "Moved to Contacted", "Moved to Won", "Feedback from Acme: conversion");
    assertThat(seller.toString()).as("the buyer's own").doesNotContain("gold", "Alex");
    assertThat(server.open("Globex").get("/leads/" + soldLead + "/timeline").status()).isEqualTo(404);
    assertThat(initech.get("/api/v1/leads/" + lead.path("id").asLong() + "/timeline").status()).isEqualTo(404);
  }

  @Test
  void an_invalid_lead_goes_back_to_the_seller_with_its_reason_and_its_money() {
    loop.deliverIntoCompany(loop.meet(), "").is(200);
    long invalid = acme.post("/api/v1/companies/" + loop.company() + "/stages", "{\"name\": \"Invalid\", \"terminal\": true}").is(201).json()
        .at("/stage/id").asLong();
    loop.rules("{\"stage_id\": %d, \"type\": \"return\", \"reason\": \"Invalid\", \"grace_seconds\": 0}".formatted(invalid));
    LeadFlow.Deployed sellers = loop.sellers();
    String sold = sellers.submit(Loop.lead("bo@hooli.example")).is(201).at("lead.id");
    acme.post("/api/v1/leads/" + loop.onlyLead().path("id").asLong() + "/moves",
        "{\"stage_id\": %d, \"reason\": \"Wrong number\"}".formatted(invalid)).is(201);
    Loop.await(() -> sellers.story(sold).contains("feedback-received success"));
    JsonNode heard = sellers.history(sold).getLast();
    assertThat(heard.at("/vars/feedback/type").asString()).isEqualTo("return");
    assertThat(heard.at("/vars/feedback/reason").asString()).as("what was said with the move").isEqualTo("Wrong number");
    assertThat(heard.path("revenue").asDouble()).isEqualTo(-20);
  }
}
