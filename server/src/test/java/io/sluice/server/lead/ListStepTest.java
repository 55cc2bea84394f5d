package io.sluice.server.lead;

import static io.sluice.server.Awaited.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Lists in flows (exchange 5.6): steps that ask and fill them, and checks whose results criteria can use. */
class ListStepTest {

  private static final String LISTS = "5fd01c8e77a2d3b0f4a9e611";
  private static final String ANN = "{\"first_name\":\"Ann\",\"email\":\"Ann@hooli.example\",\"phone_1\":\"(512) 555-0142\"}";
  private static final String BO = "{\"first_name\":\"Bo\",\"email\":\"bo@hooli.example\",\"phone_1\":\"512-555-0143\"}";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");

  @Test
  void the_second_lead_with_a_phone_number_is_told_to_be_a_duplicate() {
    list("Duplicates");
    var flow = LeadFlow.of(acme)
        .step(step("is_unique", Map.of("list_name", "Duplicates", "value", "{{lead.phone_1}}")))
        .step(filter("suppressionlist.is_unique.outcome", "is equal to", "failure", "Duplicate lead"))
        .deploy();
    Reply first = flow.submit(ANN).is(201);
    assertThat(first.at("outcome")).isEqualTo("success");
    Reply second = flow.submit(ANN).is(201);
    assertThat(second.at("outcome")).isEqualTo("failure");
    assertThat(second.at("reason")).isEqualTo("Duplicate lead");
    assertThat(flow.submit(BO).at("outcome")).isEqualTo("success");

    JsonNode unique = flow.history(first.at("lead.id")).getFirst();
    assertThat(unique.path("key").asString()).isEqualTo("suppressionlist");
    assertThat(unique.path("outcome").asString()).isEqualTo("success");
    assertThat(unique.at("/suppressionlist/is_unique/query_item/found").asBoolean(true)).isFalse();
    assertThat(unique.at("/suppressionlist/is_unique/add_item/accepted").asInt()).isEqualTo(1);
    JsonNode duplicate = flow.history(second.at("lead.id")).getFirst();
    assertThat(duplicate.path("outcome").asString()).isEqualTo("failure");
    assertThat(duplicate.path("reason").asString()).isEqualTo("Duplicate");
    JsonNode told = duplicate.at("/suppressionlist/is_unique");
    assertThat(told.path("reason").asString()).isEqualTo("Duplicate");
    assertThat(told.at("/query_item/found_in/0").asString()).isEqualTo("duplicates");
    assertThat(told.at("/query_item/added_at").asString()).startsWith("20");
    assertThat(told.at("/query_item/key").asString()).isEqualTo("5125550142");
    assertThat(told.at("/query_item/duration").asString()).matches("\\d+\\.\\d{6}");
    assertThat(told.has("add_item")).isFalse();
  }

  @Test
  void a_lead_that_was_seen_longer_ago_than_one_looks_back_is_new_again_once() {
    list("Seen");
    var flow = LeadFlow.of(acme).step(step("is_unique", Map.of("list_name", "Seen", "value", "{{lead.email}}",
        "lookback.value", "30", "lookback.interval", "day"))).deploy();
    assertThat(flow.story(flow.submit(ANN).at("lead.id"))).first().isEqualTo("recipient success");
    age("29 days");
    assertThat(flow.story(flow.submit(ANN).at("lead.id"))).first().isEqualTo("recipient failure");
    age("31 days");
    assertThat(flow.story(flow.submit(ANN).at("lead.id"))).first().isEqualTo("recipient success");
    assertThat(flow.story(flow.submit(ANN).at("lead.id"))).first().isEqualTo("recipient failure");
  }

  @Test
  void query_add_and_delete_are_steps_of_their_own_beside_what_the_checks_found() {
    list("Dups");
    list("DNC");
    acme.post("/lists/dnc/items", "{\"values\": [\"5125550143\"]}").is(200);
    var flow = LeadFlow.of(acme)
        .with("\"list_checks\":{\"dnc\":{\"value\":\"{{lead.phone_1}}\",\"list_name\":\"DNC\"}}")
        .step(step("query_item", Map.of("list_names", "Dups, DNC", "value", "{{lead.email}}")))
        .step(filter("suppressionlist.query_item.found", "is true", null, "known"))
        .step(step("add_item", Map.of("list_name", "Dups", "values", "{{lead.email}},{{lead.phone_1}}")))
        .step(step("delete_item", Map.of("list_name", "Dups", "values", "{{lead.phone_1}}")))
        .deploy();
    String lead = flow.submit(BO).is(201).at("lead.id");
    assertThat(flow.story(lead)).containsExactly("recipient success", "filter continue", "recipient success",
        "recipient success", "source success");
    JsonNode end = flow.history(lead).getLast();
    assertThat(end.at("/vars/suppressionlist/is_dnc").asBoolean()).isTrue();
    assertThat(end.at("/vars/suppressionlist/query_item/found").asBoolean(true)).isFalse();
    assertThat(end.at("/vars/suppressionlist/add_item/accepted").asInt()).isEqualTo(2);
    assertThat(end.at("/vars/suppressionlist/delete_item/deleted").asInt()).isEqualTo(1);
    assertThat(end.at("/appended/suppressionlist/outcome").asString()).isEqualTo("success");
    assertThat(acme.get("/exists/dups/bo@hooli.example").status()).isEqualTo(200);
    assertThat(acme.get("/exists/dups/5125550143").status()).isEqualTo(404);

    Reply again = flow.submit(BO);
    assertThat(again.at("reason")).isEqualTo("known");
    JsonNode query = flow.history(again.at("lead.id")).getFirst();
    assertThat(query.at("/suppressionlist/query_item/found_in").toString()).isEqualTo("[\"dups\"]");
  }

  @Test
  void a_step_without_a_list_or_a_value_is_skipped_and_one_with_an_unknown_list_errs() {
    var flow = LeadFlow.of(acme)
        .step(step("query_item", Map.of("value", "x")))
        .step(step("add_item", Map.of("list_name", "Nope", "values", "{{lead.last_name}}")))
        .step(step("is_unique", Map.of("list_name", "Nope", "value", "x")))
        .deploy();
    List<JsonNode> history = flow.history(flow.submit(ANN).at("lead.id"));
    assertThat(history.stream().map(event -> event.path("outcome").asString() + " " + event.path("reason").asString(""))
        .limit(3).toList())
        .containsExactly("skip a list name is required", "skip values must not be blank", "error No list with that name");
    assertThat(history.get(2).at("/suppressionlist/query_item/outcome").asString()).isEqualTo("error");
  }

  @Test
  void criteria_caps_and_prices_can_ask_what_lists_say_on_a_post_and_on_a_ping() {
    list("Customers");
    list("Seen before");
    acme.post("/lists/customers/items", "{\"values\": [\"ann@hooli.example\"]}").is(200);
    var flow = LeadFlow.of(acme)
        .with("\"ping_enabled\":true,\"list_checks\":{"
            + "\"existing_customer\":{\"value\":\"{{lead.email}}\",\"list_name\":\"Customers\"},"
            + "\"duplicate\":{\"value\":\"{{lead.phone_1}}\",\"list_name\":\"Seen before\","
            + "\"lookback\":{\"value\":2,\"interval\":\"day\"}}}")
        .with("\"acceptance_criteria\":{\"outcome\":\"failure\",\"rule_set\":{\"op\":\"and\",\"rules\":["
            + "{\"lhv\":\"suppressionlist.is_duplicate\",\"op\":\"is false\"}]}}")
        .with("\"pricing\":{\"prices\":[{\"amount\":9},{\"amount\":2,\"rule_set\":{\"op\":\"and\",\"rules\":["
            + "{\"lhv\":\"suppressionlist.is_existing_customer\",\"op\":\"is true\"}]}}]}")
        .with("\"caps\":[{\"type\":\"volume\",\"maximum\":1,\"duration\":1,\"duration_units\":\"month\",\"rule_set\":{"
            + "\"op\":\"and\",\"rules\":[{\"lhv\":\"suppressionlist.is_existing_customer\",\"op\":\"is true\"}]}}]")
        .deploy();
    assertThat(flow.ping(ANN).at("price")).isEqualTo("2");
    assertThat(flow.ping(BO).at("price")).isEqualTo("9");
    assertThat(flow.submit(ANN).at("price")).isEqualTo("2");
    assertThat(flow.submit(ANN).at("reason")).isEqualTo("Cap reached");
    assertThat(flow.submit(BO).at("price")).isEqualTo("9");
    acme.post("/lists/seen_before/items", "{\"values\": [\"5125550143\"]}").is(200);
    assertThat(flow.submit(BO).at("reason")).isEqualTo("suppressionlist.is_duplicate must be false");
    age("3 days");
    assertThat(flow.submit(BO).at("outcome")).as("looked back two days").isEqualTo("success");
  }

  @Test
  void a_check_that_cannot_be_made_leaves_its_variable_absent_and_the_lead_goes_on() {
    list("Known");
    var flow = LeadFlow.of(acme)
        .with("\"list_checks\":{\"dnc\":{\"value\":\"{{lead.email}}\",\"list_name\":\"Nope\"},"
            + "\"duplicate\":{\"value\":\"{{lead.email}}\",\"list_name\":\"Known\"},"
            + "\"existing_customer\":{\"value\":\"{{lead.last_name}}\",\"list_name\":\"Known\"}}")
        .deploy();
    Reply reply = flow.submit(ANN).is(201);
    assertThat(reply.at("outcome")).isEqualTo("success");
    assertThat(flow.history(reply.at("lead.id")).getLast().at("/vars/suppressionlist").toString())
        .isEqualTo("{\"is_duplicate\":false}");
  }

  @Test
  void lists_that_are_kept_elsewhere_are_asked_over_http_with_the_steps_credential() {
    try (FakeRecipient service = FakeRecipient.start()) {
      service.answersOnce(FakeRecipient.with(404, Map.of("Content-Type", "application/json", "X-Runtime", "0.25"),
          "{\"specified_lists\":[\"dups\"],\"key\":\"5125550142\",\"found\":false}"))
          .answersOnce(FakeRecipient.json("{\"accepted\":1,\"rejected\":0}"))
          .answersOnce(FakeRecipient.with(401, "text/plain", "no"));
      String key = acme.post("/credentials",
          "{\"name\":\"List service\",\"type\":\"token\",\"package\":\"leadconduit-suppressionlist\",\"token\":\"KEY\"}")
          .is(201).at("id");
      var flow = LeadFlow.of(acme).step(step("is_unique", Map.of("list_name", "Dups", "value", "{{lead.phone_1}}",
          "credential_id", key, "url", service.url("/")))).deploy();
      String lead = flow.submit(ANN).at("lead.id");
      assertThat(flow.story(lead)).first().isEqualTo("recipient success");
      assertThat(service.received()).extracting(FakeRecipient.Received::method, FakeRecipient.Received::uri,
              received -> received.headers().get("Authorization"))
          .containsExactly(org.assertj.core.groups.Tuple.tuple("GET", "/exists/dups/5125550142", "Basic WDpLRVk="),
              org.assertj.core.groups.Tuple.tuple("POST", "/lists/dups/items", "Basic WDpLRVk="));
      JsonNode event = flow.history(lead).getFirst();
      assertThat(event.path("transactions")).hasSize(2);
      assertThat(event.toString()).doesNotContain("WDpLRVk");
      assertThat(event.at("/suppressionlist/is_unique/query_item/duration").asString()).isEqualTo("0.25");

      JsonNode refused = flow.history(flow.submit(ANN).at("lead.id")).getFirst();
      assertThat(refused.path("outcome").asString()).isEqualTo("error");
      assertThat(refused.path("reason").asString()).isEqualTo("Authentication failed");
    }
  }

  @Test
  void a_lead_whose_value_a_list_elsewhere_did_not_say_it_took_does_not_find_itself_when_it_is_tried_again() {
    try (FakeRecipient service = FakeRecipient.start()) {
      service.answersOnce(FakeRecipient.with(503, "text/plain", "later"))
          .answersOnce(FakeRecipient.with(404, "application/json", "{\"found\":false}"))
          .answersOnce(FakeRecipient.with(503, "text/plain", "later"))
          .answers(FakeRecipient.json("{\"specified_lists\":[\"dups\"],\"key\":\"5125550142\",\"found\":true}"));
      String key = acme.post("/credentials",
          "{\"name\":\"List service\",\"type\":\"token\",\"package\":\"leadconduit-suppressionlist\",\"token\":\"KEY\"}")
          .is(201).at("id");
      var flow = LeadFlow.of(acme).step(step("is_unique", Map.of("list_name", "Dups", "value", "{{lead.phone_1}}",
          "credential_id", key, "url", service.url("/"))).replaceFirst("\\{", "{\"retry_enabled\":true,")).deploy();
      String lead = flow.submit(ANN).at("lead.id");
      JsonNode waiting = acme.get("/retries").is(200).json().path(0);
      assertThat(waiting.path("lead_id").asString()).as("nobody could say whether it is new").isEqualTo(lead);
      acme.post("/retries/" + waiting.path("id").asString() + "/run").is(200);
      await("the lead's third event", () -> flow.history(lead).size() == 3);
      JsonNode tried = flow.history(lead).getLast();
      assertThat(tried.path("outcome").asString()).isEqualTo("error");
      assertThat(tried.path("retry_status").asString()).isEqualTo("completed");
      assertThat(acme.get("/retries").is(200).json()).isEmpty();
      assertThat(service.received()).hasSize(3);
    }
  }

  private void list(String name) {
    acme.post("/lists", "{\"name\": \"" + name + "\"}").is(201);
  }

  /** As if everything had been added so long ago. */
  private void age(String interval) {
    server.db().sql("UPDATE list_item SET added_at = now() - CAST(:age AS interval) WHERE account_id = :acme")
        .param("age", interval).param("acme", acme.accountId()).update();
  }

  static String step(String action, Map<String, String> mapped) {
    String mappings = mapped.entrySet().stream()
        .map(mapping -> "{\"property\":\"%s\",\"value\":\"%s\"}".formatted(mapping.getKey(), mapping.getValue()))
        .collect(Collectors.joining(","));
    return """
        {"type":"recipient","entity":{"id":"%s"},"integration":{
         "module_id":"leadconduit-suppressionlist.outbound.%s","mappings":[%s]}}"""
        .formatted(LISTS, action.toLowerCase(Locale.ROOT), mappings);
  }

  private static String filter(String lhv, String op, String rhv, String reason) {
    return """
        {"type":"filter","outcome":"failure","reason":"%s","rule_set":{"op":"and","rules":[{"lhv":"%s","op":"%s"%s}]}}"""
        .formatted(reason, lhv, op, rhv == null ? "" : ",\"rhv\":\"" + rhv + "\"");
  }
}
