package io.sluice.server.lead;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an account's own fields mean for its leads (exchange 3.4, 10). */
class CustomFieldTest {

  private static final SluiceServer SERVER = SluiceServer.shared();

  private final Party acme = SERVER.open("Acme");

  @Test
  void a_lead_is_typed_by_the_accounts_own_fields() {
    String area = field("Area", "number");
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email", area).deploy();
    JsonNode value = submitted(flow, area, "1,250.5");
    assertThat(value.path("normal").asDouble()).isEqualTo(1250.5);
    assertThat(value.path("valid").asBoolean()).isTrue();
  }

  @Test
  void a_changed_type_holds_for_the_next_lead_of_a_deployed_flow() {
    String area = field("Area", "number");
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email", area).deploy();
    assertThat(submitted(flow, area, "12").path("normal").asInt()).isEqualTo(12);
    acme.put("/fields/" + area, "{\"name\": \"Area\", \"type\": \"range\"}").is(200);
    assertThat(submitted(flow, area, "12-20").path("max").asInt()).isEqualTo(20);
  }

  @Test
  void a_type_that_another_node_changes_holds_here_when_it_tells() {
    String area = field("Area", "number");
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email", area).deploy();
    submitted(flow, area, "12");
    SERVER.db().sql("UPDATE field SET type = 'range' WHERE id = :id").param("id", area).update();
    SERVER.db().sql("UPDATE flow_directory SET version = version + 1 WHERE flow_id = :id").param("id", flow.id()).update();
    SERVER.db().sql("SELECT pg_notify('sluice_flow', 'several')").query((row, index) -> 1).single();
    Instant limit = Instant.now().plusSeconds(20);
    while (submitted(flow, area, "12-20").path("max").asInt() != 20) {
      assertThat(Instant.now()).as("the other node's change is seen").isBefore(limit);
    }
  }

  @Test
  void a_deployed_flow_goes_on_with_a_deleted_field_as_if_it_were_there() {
    String area = field("Area", "number");
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email", area).deploy();
    acme.delete("/fields/" + area).is(202);
    assertThat(submitted(flow, area, "12").path("normal").asInt()).isEqualTo(12);
    assertThat(acme.get("/flows/" + flow.id()).json().path("errors").propertyNames()).containsExactly("fields[1]");
  }

  @Test
  void a_field_made_or_changed_later_keeps_secrets_of_flows_that_do_not_collect_it() {
    LeadFlow.Deployed flow = LeadFlow.of(acme).fields("email").deploy();
    String number = field("Tax number", "string");
    String body = "{\"email\": \"a@example.com\", \"%s\": \"078051120\"}".formatted(number);
    assertThat(history(flow, flow.submit(body)).toString()).contains("078051120");
    acme.put("/fields/" + number, "{\"name\": \"Tax number\", \"type\": \"ssn\"}").is(200);
    assertThat(history(flow, flow.submit(body)).toString()).contains("*********").doesNotContain("078051120");
  }

  @Test
  void what_a_seller_calls_a_field_of_its_own_is_not_put_into_the_buyers_flow() {
    Party initech = SERVER.open("Initech");
    String secret = initech.post("/fields", "{\"name\": \"Score\", \"type\": \"number\"}").is(201).at("id");
    LeadFlow.connect(initech, acme);
    LeadFlow.of(initech).fields("email", secret).sale(acme, "", "").deploy();
    String connection = SERVER.db().sql("SELECT id FROM connection WHERE buyer_account_id = :buyer AND seller_account_id = :seller")
        .param("buyer", acme.accountId()).param("seller", initech.accountId()).query(String.class).single();
    String redirect = acme.post("/onboard/buyer", "{\"connection_id\": \"%s\"}".formatted(connection))
        .is(200).at("redirect");
    assertThat(acme.get(redirect).is(200).json().path("fields").toString()).isEqualTo("[\"email\"]");
  }

  private String field(String name, String type) {
    return acme.post("/fields", "{\"name\": \"%s\", \"type\": \"%s\"}".formatted(name, type)).is(201).at("id");
  }

  private static JsonNode submitted(LeadFlow.Deployed flow, String field, String value) {
    Reply reply = flow.submit("{\"email\": \"a@example.com\", \"%s\": \"%s\"}".formatted(field, value));
    return history(flow, reply).getLast().path("vars").path("lead").path(field);
  }

  private static List<JsonNode> history(LeadFlow.Deployed flow, Reply submitted) {
    return flow.history(submitted.is(201).at("lead.id"));
  }
}
