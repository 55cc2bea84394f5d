package io.sluice.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.FakeRecipient;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.lead.LeadFlow;
import io.sluice.server.lead.LeadFlow.Deployed;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What events show of their flow is kept once, and shown as if each event kept it (decision 0128). */
class EventDefinitionTest {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String LEAD = "{\"email\":\"milton@initech.example\"}";

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final FakeRecipient recipient = FakeRecipient.start();

  @AfterEach
  void close() {
    recipient.close();
  }

  @Test
  void leads_of_one_flow_leave_what_they_show_of_it_once() {
    Deployed flow = flow("To the CRM");
    flow.submit(LEAD).is(201);
    flow.submit(LEAD).is(201);
    assertThat(texts("SELECT type FROM event WHERE account_id = :acme AND details NOT LIKE '%rule%'")).hasSize(4);
    assertThat(definitions()).as("a recipient's and the source's").isEqualTo(2);
  }

  @Test
  void a_changed_flow_leaves_what_it_is_now_and_earlier_leads_show_what_it_was() {
    Deployed flow = flow("To the CRM");
    String before = lead(flow);
    ObjectNode changed = (ObjectNode) acme.get("/flows/" + flow.id()).is(200).json();
    ((ObjectNode) changed.at("/steps/0")).put("description", "To the new CRM");
    acme.put("/flows/" + flow.id(), changed.toString()).is(200);
    acme.post("/flows/" + flow.id() + "/deploy").is(200);
    String after = lead(flow);
    assertThat(definitions()).as("the source's is the same").isEqualTo(3);
    assertThat(flow.history(before).getFirst().path("description").asString()).isEqualTo("To the CRM");
    assertThat(flow.history(after).getFirst().path("description").asString()).isEqualTo("To the new CRM");
  }

  @Test
  void an_event_that_keeps_all_of_it_by_itself_is_shown_the_same() {
    Deployed flow = flow("To the CRM");
    List<JsonNode> shown = flow.history(lead(flow, "{\"email\":\"\"}"));
    assertThat(shown).extracting(event -> event.path("outcome").asString()).containsExactly("skip", "success");
    assertThat(shown.getFirst().has("explanation")).isTrue();
    for (JsonNode event : shown) {
      String id = event.path("id").asString();
      String body = acme.get("/events/" + id).is(200).text();
      keepAll(id);
      assertThat(acme.get("/events/" + id).is(200).text()).isEqualTo(body);
    }
  }

  /** As events were kept before. */
  private void keepAll(String event) {
    ObjectNode all = (ObjectNode) JSON.readTree(texts("""
        SELECT definitions FROM event_definition JOIN event USING (account_id)
         WHERE account_id = :acme AND event.definition_id = event_definition.id AND event.id = '%s'
        """.formatted(event)).getFirst());
    JSON.readTree(texts("SELECT details FROM event WHERE account_id = :acme AND id = '%s'".formatted(event)).getFirst())
        .properties().forEach(own -> all.set(own.getKey(), own.getValue()));
    all.removeIf(JsonNode::isNull);
    server.db().sql("UPDATE event SET definition_id = NULL, details = :all WHERE account_id = :acme AND id = :id")
        .param("all", all.toString()).param("acme", acme.accountId()).param("id", event).update();
  }

  private Deployed flow(String description) {
    recipient.answers(FakeRecipient.json("{\"outcome\":\"success\"}"));
    return LeadFlow.of(acme)
        .with("\"pricing\":{\"prices\":[{\"amount\":2}]}")
        .with("\"ping_limits\":[{\"maximum\":100,\"duration\":1,\"duration_units\":\"day\"}]")
        .delivery(recipient.url("/leads"), """
            "description":"%s","pricing":{"prices":[{"amount":12.5}]},
            "rule_set":{"op":"and","rules":[{"lhv":"lead.email","op":"is not blank"}]}""".formatted(description))
        .deploy();
  }

  private String lead(Deployed flow) {
    return lead(flow, LEAD);
  }

  private String lead(Deployed flow, String json) {
    return flow.submit(json).is(201).at("lead.id");
  }

  private long definitions() {
    return server.db().sql("SELECT count(*) FROM event_definition WHERE account_id = :acme")
        .param("acme", acme.accountId()).query(Long.class).single();
  }

  private List<String> texts(String sql) {
    return server.db().sql(sql).param("acme", acme.accountId()).query(String.class).list();
  }
}
