package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Why a lead ended as it did: on its events, and told as a whole. */
class LeadExplanationTest {

  private static final String ADULTS_FROM_TEXAS = """
      "acceptance_criteria":{"outcome":"failure","rule_set":{"id":"sEt001","op":"and","rules":[
        {"id":"rUle01","lhv":"lead.age","op":"is greater than or equal to","rhv":18},
        {"id":"rUle02","lhv":"lead.state","op":"is included in","rhv":["TX","CA"]}]}}""";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");

  private static List<String> sentences(JsonNode node) {
    List<String> sentences = new ArrayList<>();
    node.path("sentences").forEach(sentence -> sentences.add(sentence.asString()));
    return sentences;
  }

  @Test
  void a_lead_that_criteria_refused_says_what_every_rule_saw_and_what_would_have_passed() {
    var flow = LeadFlow.of(acme).fields("age", "state").source(ADULTS_FROM_TEXAS).deploy();
    String lead = flow.submit("{\"age\":\"17\",\"state\":\"florida\"}").is(201).at("lead.id");
    JsonNode event = acme.get("/events/" + flow.history(lead).getLast().path("id").asString()).is(200).json();
    JsonNode explanation = event.path("explanation");
    assertThat(explanation.path("of").asString()).isEqualTo("acceptance_criteria");
    assertThat(explanation.path("rules").toString()).isEqualTo(("""
        {"id":"sEt001","op":"and","passed":false,"rules":[
        {"id":"rUle01","lhv":"lead.age","value":"17","op":"is greater than or equal to","rhv":"18","passed":false},
        {"id":"rUle02","lhv":"lead.state","value":"FL","op":"is included in","rhv":"TX,CA","passed":false}]}""")
        .replace("\n", ""));
    assertThat(explanation.path("nearest").toString()).isEqualTo(("""
        [{"lhv":"lead.age","value":"17","to":[{"op":"is equal to","rhv":"18"}]},
        {"lhv":"lead.state","value":"FL","to":[{"op":"is included in","rhv":["TX","CA"]}]}]""").replace("\n", ""));

    JsonNode told = acme.get("/leads/" + lead + "/explanation").is(200).json();
    assertThat(told.path("outcome").asString()).isEqualTo("failure");
    assertThat(told.path("events")).hasSize(1);
    assertThat(told.path("events").path(0).path("explanation")).isEqualTo(explanation);
    assertThat(sentences(told.path("events").path(0))).containsExactly(
        "The acceptance criteria of the source refused the lead: lead.age must be greater than or equal to 18.",
        "lead.age must be greater than or equal to 18 (it was 17).",
        "lead.state must be included in TX,CA (it was FL).",
        "It would have passed with lead.age 18 and lead.state TX or CA.");
  }

  @Test
  void the_flows_criteria_come_first_and_are_named() {
    var flow = LeadFlow.of(acme).fields("age", "state").with(ADULTS_FROM_TEXAS)
        .source(ADULTS_FROM_TEXAS.replace("sEt0", "sEt1").replace("rUle0", "rUle1")).deploy();
    String lead = flow.submit("{\"age\":\"17\",\"state\":\"TX\"}").is(201).at("lead.id");
    assertThat(flow.history(lead).getLast().at("/explanation/of").asString()).isEqualTo("flow_acceptance_criteria");
  }

  @Test
  void steps_are_told_in_the_order_of_the_run() {
    try (var crm = FakeRecipient.start().answers(FakeRecipient.json("{\"outcome\":\"success\"}"))) {
      var flow = LeadFlow.of(acme).fields("age", "state")
          .delivery(crm.url("/leads"), "\"id\":\"sTep01\"")
          .delivery(crm.url("/leads"), """
              "id":"sTep02","rule_set":{"op":"and","rules":[{"lhv":"lead.age","op":"is between","rhv":"30-40"}]}""")
          .step("""
              {"id":"sTep03","type":"filter","outcome":"failure","reason":"Too near","rule_set":{"op":"or","rules":[
                {"lhv":"lead.state","op":"is equal to","rhv":"OK"},
                {"lhv":"lead.state","op":"is equal to","rhv":"TX"}]}}""")
          .deploy();
      String lead = flow.submit("{\"age\":\"20\",\"state\":\"TX\"}").is(201).at("lead.id");
      JsonNode told = acme.get("/leads/" + lead + "/explanation").is(200).json();
      assertThat(sentences(told.path("events").path(0))).containsExactly("generic_crm took the lead.");
      assertThat(sentences(told.path("events").path(1))).containsExactly(
          "generic_crm was skipped: lead.age must be between 30-40.",
          "lead.age must be between 30-40 (it was 20).",
          "It would have passed with lead.age 30.");
      assertThat(sentences(told.path("events").path(2))).containsExactly(
          "Filter sTep03 matched and ended the flow: Too near.",
          "lead.state is equal to TX (it was TX).",
          "It would not have matched with lead.state that is not equal to OK and that is not equal to TX.");
      assertThat(sentences(told.path("events").path(3))).containsExactly("The lead ended with failure: Too near.");
      assertThat(told.path("events").path(0).path("explanation").isNull()).isTrue();
    }
  }

  @Test
  void a_lead_that_passes_is_not_explained() {
    var flow = LeadFlow.of(acme).fields("age", "state").with(ADULTS_FROM_TEXAS).deploy();
    String lead = flow.submit("{\"age\":\"18\",\"state\":\"TX\"}").is(201).at("lead.id");
    assertThat(flow.history(lead).getLast().has("explanation")).isFalse();
    JsonNode told = acme.get("/leads/" + lead + "/explanation").is(200).json();
    assertThat(sentences(told.path("events").path(0))).containsExactly("The lead was accepted.");
  }

  @Test
  void what_must_be_masked_is_masked_in_an_explanation_too() {
    var flow = LeadFlow.of(acme).fields("ssn", "comments").source("""
        "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
          {"lhv":"lead.ssn.first_three","op":"is equal to","rhv":"1"},
          {"lhv":"lead.comments","op":"is blank"},
          {"lhv":"lead.comments","op":"is equal to","rhv":"{{lead.ssn}}!"}]}}""").deploy();
    String lead = flow.submit("""
        {"ssn":"517-45-6789","comments":"my number is 517456789 or 517-45-6789"}""").is(201).at("lead.id");
    String event = flow.history(lead).getLast().path("explanation").toString();
    String told = acme.get("/leads/" + lead + "/explanation").is(200).text();
    for (String text : List.of(event, told)) {
      assertThat(text).contains("my number is ********* or ***********").doesNotContain("517").doesNotContain("6789");
    }
  }

  @Test
  void a_long_text_is_cut_in_an_explanation() {
    var flow = LeadFlow.of(acme).fields("comments").source("""
        "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":[
          {"lhv":"lead.comments","op":"is blank"}]}}""").deploy();
    String lead = flow.submit("{\"comments\":\"" + "long ".repeat(1_000) + "\"}").is(201).at("lead.id");
    JsonNode rule = flow.history(lead).getLast().at("/explanation/rules/rules/0");
    assertThat(rule.path("value").asString()).hasSize(301).endsWith("…");
  }

  @Test
  void a_full_cap_and_a_closed_hour_are_told_by_their_reason() {
    var flow = LeadFlow.of(acme).fields("age").with("""
        "caps":[{"type":"volume","maximum":0,"duration":1,"duration_units":"day"}]""").deploy();
    String lead = flow.submit("{\"age\":\"18\"}").is(201).at("lead.id");
    JsonNode told = acme.get("/leads/" + lead + "/explanation").is(200).json();
    assertThat(sentences(told.path("events").path(0)))
        .containsExactly("A cap was full: Cap reached.", "Full was the flow's cap of 0 a day.");
  }

  @Test
  void of_several_caps_those_that_limited_the_lead_are_told() {
    var flow = LeadFlow.of(acme).fields("age").with("""
        "caps":[{"type":"volume","name":"All","maximum":9,"duration":2,"duration_units":"week"},
          {"type":"volume","maximum":0,"duration":1,"duration_units":"hour","rule_set":{"op":"and","rules":[
            {"lhv":"lead.age","op":"is equal to","rhv":"18"}]}},
          {"type":"volume","maximum":0,"duration":1,"duration_units":"month","rule_set":{"op":"and","rules":[
            {"lhv":"lead.age","op":"is equal to","rhv":"19"}]}}]""").deploy();
    String lead = flow.submit("{\"age\":\"18\"}").is(201).at("lead.id");
    JsonNode told = acme.get("/leads/" + lead + "/explanation").is(200).json();
    assertThat(sentences(told.path("events").path(0)).getLast())
        .isEqualTo("Full was one of these: the flow's cap of 9 in 2 weeks (All), the flow's cap of 0 an hour.");
  }

  @Test
  void another_accounts_lead_is_not_found() {
    var flow = LeadFlow.of(acme).deploy();
    String lead = flow.submit("{}").is(201).at("lead.id");
    acme.get("/leads/" + lead.toUpperCase(Locale.ROOT) + "/explanation").is(200);
    globex.get("/leads/" + lead + "/explanation").is(404);
    acme.get("/leads/5fd00e2fd418e0a908f4ea64/explanation").is(404);
    acme.get("/leads/nonsense/explanation").is(404);
    server.anybody().get("/leads/" + lead + "/explanation").is(401);
  }
}
