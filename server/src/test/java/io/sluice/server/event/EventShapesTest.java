package io.sluice.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Cases;
import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.http.contract.Contract;
import io.sluice.server.http.contract.Operation;
import io.sluice.server.http.contract.Route;
import io.sluice.server.lead.LeadFlow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What every event shows (exchange 12.2, 12.3), held against our schema and against the published properties. */
class EventShapesTest {

  private static final JsonNode PUBLISHED = Cases.file("leadconduit-api-facts.json").path("schemas");
  private static final List<String> COMMON = List.of("id", "type", "outcome", "reason", "vars", "host",
      "start_timestamp", "end_timestamp", "ms", "wait_ms", "overhead_ms", "lag_ms", "total_ms", "handler_version",
      "version", "cap_reached", "ping_limit_reached", "expires_at");

  private final SluiceServer server = SluiceServer.shared();
  private final Contract contract = server.bean(Contract.class);
  private final Party acme = server.open("Acme");
  private final FakeRecipient recipient = FakeRecipient.start();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void every_event_of_a_run_has_the_common_properties_and_those_of_its_type_and_holds_against_the_contract() {
    recipient.answers(FakeRecipient.json("{\"outcome\":\"success\",\"price\":7,\"lead\":{\"id\":\"crm-77\"}}"));
    List<JsonNode> history = run();
    assertThat(history).extracting(event -> event.path("type").asString())
        .containsExactly("recipient", "filter", "source");
    for (JsonNode event : history) {
      assertThat(event.propertyNames()).as(event.path("type").asString()).containsAll(COMMON);
      assertThat(event.path("total_ms").asLong()).isGreaterThanOrEqualTo(event.path("ms").asLong());
      assertThat(event.path("wait_ms").asLong() + event.path("overhead_ms").asLong())
          .isGreaterThanOrEqualTo(event.path("ms").asLong());
      assertThat(answer("/events/{id}", event)).isEmpty();
    }
    assertThat(history.get(0).propertyNames()).contains("step_id", "description", "caps", "caps_reached", "key",
        "recipient_record_id", "purchase_price", "sale_price", "revenue", "module_id", "package_version", "rule_set",
        "mappings", "pricing", "transactions");
    assertThat(history.get(0).path("recipient_record_id").asString()).isEqualTo("crm-77");
    assertThat(history.get(0).path("description").asString()).isEqualTo("To the CRM");
    assertThat(history.get(1).propertyNames()).contains("step_id", "rule_set");
    assertThat(history.get(2).propertyNames()).contains("module_id", "package_version", "acceptance_criteria",
        "flow_acceptance_criteria", "flow_caps", "source_caps", "flow_pricing", "pricing", "flow_ping_limits",
        "source_ping_limits", "step_count", "disabled_step_count", "cost", "purchase_price", "recipient_revenue",
        "appended", "request", "response");
    assertThat(history.get(2).path("wait_ms").asLong()).isEqualTo(history.get(0).path("wait_ms").asLong());
    assertThat(history.get(2).path("disabled_step_count").asInt()).isEqualTo(1);
  }

  @Test
  void the_list_of_events_holds_against_the_contract_too() {
    run();
    JsonNode list = acme.get("/events").is(200).json();
    assertThat(list).hasSize(3);
    assertThat(answer("/events", list)).isEmpty();
  }

  @Test
  void the_properties_of_an_event_are_shown_in_their_order() {
    List<JsonNode> history = run();
    assertThat(history.get(0).propertyNames()).containsExactly("id", "type", "outcome", "reason", "step_id",
        "module_id", "key", "vars", "generic_crm", "handler_version", "package_version", "description", "rule_set",
        "mappings", "caps", "pricing", "wait_ms", "caps_reached", "purchase_price", "sale_price", "revenue",
        "cap_reached", "ping_limit_reached", "host", "start_timestamp", "end_timestamp", "ms", "lag_ms", "total_ms",
        "overhead_ms", "version", "expires_at", "transactions");
    assertThat(history.get(1).propertyNames()).containsExactly("id", "type", "outcome", "reason", "step_id", "vars",
        "handler_version", "rule_set", "cap_reached", "ping_limit_reached", "host", "start_timestamp", "end_timestamp",
        "ms", "wait_ms", "lag_ms", "total_ms", "overhead_ms", "version", "expires_at");
    assertThat(history.get(2).propertyNames()).containsExactly("id", "type", "outcome", "reason", "module_id", "vars",
        "handler_version", "package_version", "flow_acceptance_criteria", "acceptance_criteria", "flow_caps",
        "source_caps", "flow_pricing", "pricing", "step_count", "disabled_step_count", "wait_ms", "flow_ping_limits",
        "source_ping_limits", "appended", "purchase_price", "cost", "recipient_revenue", "cap_reached",
        "ping_limit_reached", "host", "start_timestamp", "end_timestamp", "ms", "lag_ms", "total_ms", "overhead_ms",
        "version", "expires_at", "request", "response");
  }

  @Test
  void our_schema_has_every_property_that_was_published() {
    JsonNode schemas = contract.documents().get("exchange").path("components").path("schemas");
    for (var type : List.of(List.of("source-event", "SourceEvent"), List.of("recipient-event", "RecipientEvent"),
        List.of("filter-event", "FilterEvent"), List.of("feedback-received-event", "FeedbackEvent"),
        List.of("feedback-sent-event", "FeedbackEvent"), List.of("retry-event", "RetryEvent"))) {
      Set<String> ours = new TreeSet<>(properties(schemas, schemas.path("Event")));
      ours.addAll(properties(schemas, schemas.path(type.getLast())));
      assertThat(ours).as(type.getFirst()).containsAll(properties(PUBLISHED, PUBLISHED.path(type.getFirst())));
    }
  }

  private List<JsonNode> run() {
    var flow = LeadFlow.of(acme)
        .with("\"caps\":[{\"type\":\"volume\",\"maximum\":100,\"duration\":1,\"duration_units\":\"day\"}]")
        .with("\"pricing\":{\"prices\":[{\"amount\":2}]}")
        .with("\"ping_limits\":[{\"maximum\":100,\"duration\":1,\"duration_units\":\"day\"}]")
        .with("\"acceptance_criteria\":{\"outcome\":\"failure\",\"rule_set\":{\"op\":\"and\",\"rules\":"
            + "[{\"lhv\":\"lead.email\",\"op\":\"is not blank\"}]}}")
        .source("""
            "caps":[{"type":"volume","maximum":100,"duration":1,"duration_units":"day"}],
            "ping_limits":[{"maximum":100,"duration":1,"duration_units":"day"}],
            "pricing":{"prices":[{"amount":3}]},
            "acceptance_criteria":{"outcome":"failure","rule_set":{"op":"and","rules":
              [{"lhv":"lead.email","op":"is not blank"}]}}""")
        .delivery(recipient.url("/leads"), """
            "description":"To the CRM","pricing":{"prices":[{"amount":12.5}]},
            "caps":[{"type":"volume","maximum":100,"duration":1,"duration_units":"day"}],
            "rule_set":{"op":"and","rules":[{"lhv":"lead.email","op":"is not blank"}]}""")
        .step("""
            {"type":"filter","outcome":"failure","reason":"No","rule_set":{"op":"and","rules":
              [{"lhv":"lead.email","op":"is blank"}]}}""")
        .step("""
            {"type":"filter","enabled":false,"outcome":"failure","reason":"No","rule_set":{"op":"and","rules":
              [{"lhv":"lead.email","op":"is blank"}]}}""")
        .deploy();
    return flow.history(flow.submit("{\"email\":\"milton@initech.example\"}").is(201).at("lead.id"));
  }

  private List<?> answer(String path, JsonNode body) {
    Operation operation = contract.operation(new Route("GET", path)).orElseThrow();
    return contract.answer(operation, 200, body);
  }

  private static Set<String> properties(JsonNode schemas, JsonNode schema) {
    Set<String> names = new TreeSet<>(schema.path("properties").propertyNames());
    String reference = schema.path("$ref").asString("");
    if (!reference.isEmpty()) {
      names.addAll(properties(schemas, schemas.path(reference.substring(reference.lastIndexOf('/') + 1))));
    }
    schema.path("allOf").forEach(part -> names.addAll(part.has("if") ? Set.of() : properties(schemas, part)));
    return names;
  }
}
