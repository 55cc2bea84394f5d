package io.sluice.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.event.past.PastLeads;
import io.sluice.server.flow.Flows;
import io.sluice.server.flow.OpenFlows;
import io.sluice.server.http.TooBusy;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import io.sluice.server.lead.LeadFlow;
import io.sluice.server.lead.rehearsal.Rehearsals;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Trying a saved flow before it is deployed: {@code POST /flows/{id}/simulate} of the console contract. */
class SimulationTest {

  private static final String TEXANS = """
      ,"acceptance_criteria":{"outcome":"failure","reason":"Only Texas","rule_set":{"op":"and","rules":[
        {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}}""";
  private static final String PAYS = "\"pricing\":{\"prices\":[{\"amount\":4}]}";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final FakeRecipient recipient = FakeRecipient.start();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void given_leads_are_run_by_the_saved_and_by_the_deployed_form_and_what_would_change_is_added_up() {
    var flow = LeadFlow.of(acme).with(PAYS).deploy();
    save(flow, TEXANS);
    JsonNode found = simulate(flow, """
        {"leads":[{"parameters":{"state":"TX"}},{"parameters":{"state":"FL"}},
         {"query":"state=CA"},{"content_type":"application/x-www-form-urlencoded","body":"state=tx"}]}""");
    assertThat(found.path("complete").asBoolean()).isTrue();
    assertThat(found.path("leads_tried").asInt()).isEqualTo(4);
    assertThat(found.path("changed").asInt()).isEqualTo(2);
    assertThat(totals(found, "before")).isEqualTo("4 accepted, 0 rejected, cost 16, revenue 0, margin -16");
    assertThat(totals(found, "after")).isEqualTo("2 accepted, 2 rejected, cost 8, revenue 0, margin -8");
    assertThat(found.at("/after/rejected_by_reason").toString())
        .isEqualTo("[{\"outcome\":\"failure\",\"reason\":\"Only Texas\",\"count\":2}]");
    assertThat(found.at("/leads/1/before/outcome").asString()).isEqualTo("success");
    assertThat(found.at("/leads/1/after/reason").asString()).isEqualTo("Only Texas");
    assertThat(found.at("/leads/1/changed").asBoolean()).isTrue();
    assertThat(found.at("/leads/0/changed").asBoolean(true)).isFalse();
    assertThat(found.at("/leads/0/lead_id").isMissingNode()).isTrue();
  }

  @Test
  void the_last_leads_are_tried_with_the_answers_they_got_and_nothing_is_touched() {
    recipient.answersOnce(FakeRecipient.json("{\"outcome\":\"success\",\"price\":10,\"score\":80}"))
        .answersOnce(FakeRecipient.json("{\"outcome\":\"success\",\"price\":7,\"score\":20}"))
        .answersOnce(FakeRecipient.json("{\"outcome\":\"failure\",\"reason\":\"known\"}"));
    var flow = LeadFlow.of(acme).with(PAYS).with(cap(10))
        .delivery(recipient.url("/"), "\"pricing\":{\"override\":true}").deploy();
    String first = flow.submit("{\"state\":\"TX\"}").is(201).at("lead.id");
    flow.submit("{\"state\":\"FL\"}").is(201);
    flow.submit("{\"state\":\"TX\"}").is(201);
    int events = acme.get("/events").is(200).json().size();
    edit(flow, json -> json.replace("}],\"pricing\"", """
        },{"type":"filter","outcome":"failure","reason":"Low score","rule_set":{"op":"and","rules":[
          {"lhv":"generic_crm.score","op":"is less than","rhv":50}]}}],"pricing\""""));
    JsonNode found = simulate(flow, "{\"last\":100}");
    assertThat(totals(found, "before")).isEqualTo("3 accepted, 0 rejected, cost 12, revenue 17, margin 5");
    assertThat(totals(found, "after")).isEqualTo("2 accepted, 1 rejected, cost 8, revenue 17, margin 9");
    JsonNode oldest = found.at("/leads/0");
    assertThat(oldest.path("lead_id").asString()).isEqualTo(first);
    assertThat(oldest.at("/recorded/revenue").decimalValue()).isEqualByComparingTo("10");
    assertThat(oldest.at("/after/steps/0/outcome").asString()).isEqualTo("success");
    assertThat(found.at("/leads/1/after/reason").asString()).isEqualTo("Low score");
    assertThat(found.at("/leads/2/after/steps/0/reason").asString()).isEqualTo("known");
    assertThat(recipient.received()).hasSize(3);
    assertThat(acme.get("/events").is(200).json()).hasSize(events);
    assertThat(server.db().sql("SELECT sum(taken) FROM cap_counter WHERE account_id = :account")
        .param("account", acme.accountId()).query(Long.class).single()).isEqualTo(3);
  }

  @Test
  void only_as_many_of_the_last_leads_are_tried_as_are_asked_for() {
    var flow = LeadFlow.of(acme).deploy();
    flow.submit("{\"state\":\"TX\"}").is(201);
    String last = flow.submit("{\"state\":\"FL\"}").is(201).at("lead.id");
    JsonNode found = simulate(flow, "{\"last\":1}");
    assertThat(found.path("leads")).singleElement().satisfies(lead ->
        assertThat(lead.path("lead_id").asString()).isEqualTo(last));
  }

  @Test
  void an_answer_can_be_laid_down_for_a_step_and_for_all_others() {
    var flow = LeadFlow.of(acme).delivery(recipient.url("/a"), "\"pricing\":{\"override\":true}")
        .step("""
            {"type":"filter","outcome":"failure","reason":"Not wanted","rule_set":{"op":"and","rules":[
             {"lhv":"generic_crm.outcome","op":"is equal to","rhv":"failure"}]}}""").deploy();
    String step = acme.get("/flows/" + flow.id()).is(200).json().at("/steps/0/id").asString();
    JsonNode sold = simulate(flow, """
        {"leads":[{"parameters":{}}],"steps":[{"step_id":"%s","outcome":"success","price":12.5}],
         "otherwise":{"outcome":"error"}}""".formatted(step));
    assertThat(sold.at("/leads/0/after/revenue").decimalValue()).isEqualByComparingTo("12.5");
    JsonNode refused = simulate(flow, "{\"leads\":[{\"parameters\":{}}],\"otherwise\":{\"outcome\":\"failure\"}}");
    assertThat(refused.at("/leads/0/after/reason").asString()).isEqualTo("Not wanted");
    assertThat(acme.post("/flows/" + flow.id() + "/simulate", """
        {"leads":[{"parameters":{}}],"steps":[{"step_id":"nosuch","outcome":"success"}]}""").is(400).text())
        .contains("there is no step nosuch");
    assertThat(recipient.received()).isEmpty();
  }

  @Test
  void caps_are_filled_by_the_leads_that_are_tried_each_in_the_interval_of_its_own_time() {
    var flow = LeadFlow.of(acme).deploy();
    save(flow, "," + cap(1));
    JsonNode found = simulate(flow, """
        {"leads":[{"parameters":{},"submitted_at":"2026-03-02T15:00:00Z"},
         {"parameters":{},"submitted_at":"2026-03-02T16:00:00Z"},
         {"parameters":{},"submitted_at":"2026-03-03T16:00:00Z"}]}""");
    assertThat(found.path("leads").valueStream().map(lead -> lead.at("/after/outcome").asString()))
        .containsExactly("success", "failure", "success");
    assertThat(found.at("/leads/1/after/reason").asString()).isEqualTo("Cap reached");
  }

  @Test
  void each_lead_is_tried_at_the_time_it_was_submitted() {
    var flow = LeadFlow.of(acme).deploy();
    save(flow, """
        ,"hours_of_operation":{"enabled":true,"time_zone":"UTC","days":{"monday":{"enabled":true}}}""");
    JsonNode found = simulate(flow, """
        {"leads":[{"parameters":{},"submitted_at":"2026-03-02T15:00:00Z"},
         {"parameters":{},"submitted_at":"2026-03-03T15:00:00Z"}]}""");
    assertThat(found.at("/leads/0/after/outcome").asString()).isEqualTo("success");
    assertThat(found.at("/leads/1/after/reason").asString()).contains("hours of operation");
  }

  @Test
  void a_value_that_was_masked_when_it_was_kept_is_as_valid_as_it_was() {
    var flow = LeadFlow.of(acme).deploy();
    flow.submit("{\"ssn\":\"219-09-9999\"}").is(201);
    flow.submit("{\"ssn\":219099999}").is(201);
    flow.submit("{\"ssn\":\"12\"}").is(201);
    save(flow, """
        ,"acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
          {"lhv":"lead.ssn","op":"format is valid"}]}}""");
    assertThat(simulate(flow, "{\"last\":10}").path("leads").valueStream()
        .map(lead -> lead.at("/after/outcome").asString())).containsExactly("success", "success", "failure");
  }

  @Test
  void a_flow_that_was_never_deployed_has_nothing_to_be_compared_with() {
    String id = acme.post("/flows", """
        {"name":"Draft","enabled":true,"fields":["state"],"sources":[],"steps":[]}""").is(201).at("id");
    JsonNode found = acme.post("/flows/" + id + "/simulate", "{\"leads\":[{\"parameters\":{\"state\":\"TX\"}}]}")
        .is(200).json();
    assertThat(found.path("before").isNull()).isTrue();
    assertThat(found.at("/leads/0/before").isNull()).isTrue();
    assertThat(found.at("/leads/0/after/outcome").asString()).isEqualTo("success");
    acme.get("/flows/" + id + "/sources/" + acme.accountId() + "/meta").is(404);
  }

  @Test
  void what_is_no_submission_and_what_has_no_source_is_told_apart_from_leads() {
    var flow = LeadFlow.of(acme).deploy();
    JsonNode found = acme.post("/flows/" + flow.id() + "/simulate", """
        {"leads":[{"content_type":"application/json","body":"{","source_id":"%s"},
         {"parameters":{},"source_id":"%s"}]}""".formatted(LeadFlow.WEB_FORM, acme.userId())).is(200).json();
    assertThat(found.at("/leads/0/after/outcome").asString()).isEqualTo("refused");
    assertThat(found.at("/leads/0/after/reason").asString()).startsWith("400 Unable to parse JSON");
    assertThat(found.at("/leads/1/after/reason").asString()).isEqualTo("The source is not in this flow");
    assertThat(found.at("/after/refused").asInt()).isEqualTo(1);
    assertThat(found.at("/after/errors").asInt()).isEqualTo(1);
  }

  @Test
  void everything_unclear_is_said() {
    var flow = LeadFlow.of(acme).deploy();
    String path = "/flows/" + flow.id() + "/simulate";
    assertThat(acme.post(path, "{}").is(400).text()).contains("either leads or how many");
    acme.post(path, "{\"last\":1,\"leads\":[{\"parameters\":{}}]}").is(400);
    acme.post(path, "{\"last\":1001}").is(400);
    // The account's own entity is a source of every flow, so this one has two.
    assertThat(acme.post(path, "{\"leads\":[{\"parameters\":{}}]}").is(400).text()).contains("lead 0 must name");
    server.open("Globex").post(path, "{\"last\":1}").is(404);
  }

  @Test
  void a_saved_form_with_errors_is_not_tried() {
    String credential = acme.post("/credentials",
        "{\"name\":\"x\",\"type\":\"token\",\"package\":\"x\",\"token\":\"x\"}").is(201).at("id");
    var flow = LeadFlow.of(acme).source("\"credential_id\":\"" + credential + "\"").deploy();
    acme.delete("/credentials/" + credential).is(200);
    assertThat(acme.post("/flows/" + flow.id() + "/simulate", "{\"last\":1}").is(422).text())
        .contains("there is no credential " + credential);
  }

  @Test
  void so_many_simulations_run_at_once_and_whoever_waits_too_long_is_told() {
    var flow = LeadFlow.of(acme).deploy();
    var full = new Simulations(server.bean(Flows.class), server.bean(OpenFlows.class), server.bean(PastLeads.class),
        server.bean(Rehearsals.class), Clock.systemUTC(), 0, Duration.ZERO);
    assertThatThrownBy(() -> full.ofLast(AccountId.of(acme.accountId()), flow.id(),
        new Script(Map.of(), Script.Line.CONTENT), 1)).isInstanceOf(TooBusy.class);
  }

  @Test
  void when_the_time_is_over_it_says_how_far_it_came() {
    var flow = LeadFlow.of(acme).deploy();
    flow.submit("{}").is(201);
    flow.submit("{}").is(201);
    // Each look at this clock is four seconds after the one before.
    var hurried = new Simulations(server.bean(Flows.class), server.bean(OpenFlows.class), server.bean(PastLeads.class),
        server.bean(Rehearsals.class), new HurryingClock(), 1, Duration.ZERO);
    Result<Simulated, SimulationRefusal> result = hurried.ofLast(AccountId.of(acme.accountId()), flow.id(),
        new Script(Map.of(), Script.Line.CONTENT), 10);
    assertThat(result).isInstanceOfSatisfying(Result.Done.class, done -> {
      Simulated found = (Simulated) done.value();
      assertThat(found.complete()).isFalse();
      assertThat(found.leadsGiven()).isEqualTo(2);
      assertThat(found.leadsTried()).isEqualTo(1);
    });
  }

  private static final class HurryingClock extends Clock {

    private Instant now = Instant.now();

    @Override
    public Instant instant() {
      now = now.plusSeconds(4);
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** Adds properties to the saved form. */
  private void save(LeadFlow.Deployed flow, String properties) {
    edit(flow, json -> json.substring(0, json.lastIndexOf('}')) + properties + "}");
  }

  private void edit(LeadFlow.Deployed flow, UnaryOperator<String> edit) {
    String before = acme.get("/flows/" + flow.id()).is(200).text();
    String after = edit.apply(before);
    assertThat(after).isNotEqualTo(before);
    acme.put("/flows/" + flow.id(), after).is(200);
  }

  /** Leads that name no source are the web form's. */
  private JsonNode simulate(LeadFlow.Deployed flow, String json) {
    String named = json.replace("{\"parameters\":{}", "{\"source_id\":\"" + flow.source() + "\",\"parameters\":{}")
        .replace("{\"parameters\":{\"", "{\"source_id\":\"" + flow.source() + "\",\"parameters\":{\"")
        .replace("{\"query\"", "{\"source_id\":\"" + flow.source() + "\",\"query\"")
        .replace("{\"content_type\":\"application/x", "{\"source_id\":\"" + flow.source()
            + "\",\"content_type\":\"application/x");
    return acme.post("/flows/" + flow.id() + "/simulate", named).is(200).json();
  }

  private static String cap(int maximum) {
    return "\"caps\":[{\"type\":\"volume\",\"maximum\":" + maximum + ",\"duration\":1,\"duration_units\":\"day\"}]";
  }

  private static String totals(JsonNode found, String which) {
    JsonNode totals = found.path(which);
    return "%d accepted, %d rejected, cost %s, revenue %s, margin %s".formatted(totals.path("accepted").asInt(),
        totals.path("rejected").asInt(), plain(totals, "cost"), plain(totals, "revenue"), plain(totals, "margin"));
  }

  private static String plain(JsonNode totals, String amount) {
    BigDecimal value = totals.path(amount).decimalValue();
    return value.stripTrailingZeros().toPlainString();
  }
}
