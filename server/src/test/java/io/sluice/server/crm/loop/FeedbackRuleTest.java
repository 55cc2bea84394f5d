package io.sluice.server.crm.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.feedback.FeedbackKind;
import io.sluice.server.feedback.Feedbacks;
import io.sluice.server.feedback.Feedbacks.Given;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.lead.LeadFlow;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stages that mean something to sellers. */
class FeedbackRuleTest {

  private static final String WON_IS_A_CONVERSION = "{\"stage_id\": 5, \"type\": \"conversion\", \"grace_seconds\": 0}";
  private static final String WON_AFTER_AN_HOUR = "{\"stage_id\": 5, \"type\": \"conversion\"}";

  private final SluiceServer server = SluiceServer.shared();
  private final Loop loop = Loop.on(server);
  private final Party acme = loop.acme();
  private final String rules = "/api/v1/companies/" + loop.company() + "/feedback_rules";

  @Test
  void a_company_says_nothing_until_somebody_makes_a_rule() {
    assertThat(acme.get(rules).is(200).json().path("feedback_rules")).isEmpty();
    var flow = loop.own("");
    String silent = flow.submit(Loop.lead("a@hooli.example")).is(201).at("lead.id");
    loop.move(loop.onlyLead().path("id").asLong(), Loop.WON);
    loop.rules(WON_IS_A_CONVERSION);
    String told = flow.submit(Loop.lead("b@hooli.example")).is(201).at("lead.id");
    loop.move(newest(), Loop.WON);
    Loop.await(() -> flow.story(told).contains("feedback-received success"));
    assertThat(flow.story(silent)).containsExactly("recipient success", "source success");
  }

  @Test
  void a_lead_that_leaves_the_stage_before_the_grace_is_over_says_nothing() {
    loop.rules(WON_AFTER_AN_HOUR);
    loop.own("").submit(Loop.lead("a@hooli.example")).is(201);
    long lead = newest();
    loop.move(lead, Loop.WON);
    assertThat(states(lead)).containsExactly("waiting");
    loop.move(lead, Loop.CONTACTED);
    assertThat(states(lead)).containsExactly("canceled");
    loop.move(lead, Loop.WON);
    assertThat(states(lead)).containsExactly("canceled", "waiting");
    assertThat(Loop.texts(Loop.timeline(acme, "/api/v1/leads/" + lead + "/timeline")))
        .contains("Taken back before the seller was told: conversion");
    loop.rules("");
    assertThat(states(lead)).as("the rule is gone").containsExactly("canceled", "canceled");
  }

  @Test
  void a_lead_that_stays_is_told_when_the_grace_is_over() {
    loop.rules("{\"stage_id\": 5, \"type\": \"conversion\", \"grace_seconds\": 2}");
    var flow = loop.own("");
    String exchangeLead = flow.submit(Loop.lead("a@hooli.example")).is(201).at("lead.id");
    long lead = newest();
    loop.move(lead, Loop.WON);
    assertThat(states(lead)).containsExactly("waiting");
    Loop.await(() -> flow.story(exchangeLead).contains("feedback-received success"));
  }

  @Test
  void a_seller_who_takes_no_feedback_refuses_it_and_may_be_told_again_once_it_does() {
    loop.deliverIntoCompany(loop.meet(), "").is(200);
    loop.rules(WON_IS_A_CONVERSION);
    var sellers = LeadFlow.of(loop.initech()).sale(acme, "", "").deploy();
    String sold = sellers.submit(Loop.lead("a@hooli.example")).is(201).at("lead.id");
    long lead = newest();
    loop.move(lead, Loop.WON);
    Loop.await(() -> states(lead).contains("refused"));
    assertThat(sellers.story(sold)).containsExactly("recipient success", "source success");

    String flow = loop.initech().get("/flows/" + sellers.id()).is(200).text();
    loop.initech().put("/flows/" + sellers.id(), flow.replace("\"type\":\"recipient\"",
        Loop.TAKES_FEEDBACK.strip() + ",\"type\":\"recipient\"")).is(200);
    loop.initech().post("/flows/" + sellers.id() + "/deploy").is(200);
    loop.move(lead, Loop.CONTACTED);
    loop.move(lead, Loop.WON);
    Loop.await(() -> sellers.story(sold).contains("feedback-received success"));
    Loop.await(() -> states(lead).equals(List.of("refused", "sent")));
  }

  @Test
  void a_lead_says_each_kind_once_however_often_it_is_won() {
    loop.rules(WON_IS_A_CONVERSION);
    var flow = loop.own("");
    String exchangeLead = flow.submit(Loop.lead("a@hooli.example")).is(201).at("lead.id");
    long lead = newest();
    for (int i = 0; i < 3; i++) {
      loop.move(lead, Loop.WON);
      Loop.await(() -> states(lead).contains("sent"));
      loop.move(lead, Loop.CONTACTED);
    }
    assertThat(flow.story(exchangeLead)).filteredOn("feedback-received success"::equals).hasSize(1);
    assertThat(states(lead)).containsExactly("sent");
  }

  @Test
  void feedback_that_is_given_again_under_its_id_is_heard_once() {
    var flow = loop.own("");
    String lead = flow.submit(Loop.lead("a@hooli.example")).is(201).at("lead.id");
    EventId delivery = EventId.of(flow.history(lead).getFirst().path("id").asString());
    EventId id = EventId.next(Instant.now());
    for (int i = 0; i < 3; i++) {
      assertThat(server.bean(Feedbacks.class).give(
          AccountId.of(acme.accountId()), delivery, id, FeedbackKind.RETURN, "Wrong number"))
          .isEqualTo(new Given.Ended("success", null));
    }
    assertThat(flow.story(lead)).containsExactly("recipient success", "source success", "feedback-received success");
  }

  @Test
  void what_the_flow_forbids_is_refused_and_shown_with_its_reason() {
    loop.rules(WON_IS_A_CONVERSION);
    LeadFlow.of(acme).step(Loop.step(Long.toString(loop.company()), "").replace(Loop.TAKES_FEEDBACK, "\"enabled\":true"))
        .deploy().submit(Loop.lead("a@hooli.example")).is(201);
    long lead = newest();
    loop.move(lead, Loop.WON);
    Loop.await(() -> states(lead).contains("refused"));
    assertThat(Loop.timeline(acme, "/api/v1/leads/" + lead + "/timeline").getLast().path("reason").asString())
        .isEqualTo("Feedback is forbidden");
  }

  @Test
  void a_lead_that_was_typed_in_says_nothing() {
    loop.rules(WON_IS_A_CONVERSION);
    long lead = acme.post("/api/v1/companies/" + loop.company() + "/leads", "{\"email\": \"a@hooli.example\"}")
        .is(201).json().at("/lead/id").asLong();
    loop.move(lead, Loop.WON);
    assertThat(states(lead)).isEmpty();
  }

  @Test
  void rules_name_stages_that_there_are_and_each_once() {
    var refused = acme.put(rules, """
        {"feedback_rules": [{"stage_id": 5, "type": "conversion"}, {"stage_id": 5, "type": "return"},
                            {"stage_id": 99, "type": "return"}]}""").is(422);
    assertThat(refused.json().at("/errors/feedback_rules[1].stage_id").get(0).asString())
        .isEqualTo("has a rule already");
    assertThat(refused.json().at("/errors/feedback_rules[2].stage_id").get(0).asString()).isEqualTo("is no stage");
    acme.put(rules, "{\"feedback_rules\": [{\"stage_id\": 5, \"type\": \"praise\"}]}").is(422);
    acme.put(rules, "{\"feedback_rules\": [{\"stage_id\": 5, \"type\": \"return\", \"grace_seconds\": -1}]}").is(422);
    assertThat(acme.get(rules).is(200).json().path("feedback_rules")).isEmpty();
  }

  @Test
  void managers_read_the_rules_and_admins_make_them() {
    Party manager = server.colleague(acme, "manager");
    Party agent = server.colleague(acme, "agent");
    manager.get(rules).is(200);
    manager.put(rules, "{\"feedback_rules\": []}").is(403);
    agent.get(rules).is(403);
    loop.rules(WON_IS_A_CONVERSION);
    assertThat(acme.get("/audit").is(200).text()).contains("feedback_rules", "Won: conversion");
  }

  private long newest() {
    return loop.leads().stream().mapToLong(lead -> lead.path("id").asLong()).max().orElseThrow();
  }

  private List<String> states(long lead) {
    return server.db().sql("SELECT state FROM crm_lead_feedback WHERE lead_id = ? ORDER BY id").param(lead)
        .query(String.class).list();
  }
}
