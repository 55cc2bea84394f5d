package io.sluice.server.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Exchange 4.4: entities, and who may see and change them. */
class EntityTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final Party globex = server.open("Globex");

  private static final String WHOLE = """
      {"name": "Sunny Leads", "description": "A publisher", "module_ids": ["leadconduit-default.inbound"],
       "source": "seller", "recipient": null, "deprecated": true, "field_suffix": "sun1", "logo_url": "https://sunny.example/l.png",
       "time_zone": "America/Denver", "trustedform_certified_vendor": true, "website": "https://sunny.example"}""";

  @Test
  void an_entity_is_given_back_as_it_was_made() {
    JsonNode made = acme.post("/entities", WHOLE).is(201).json();

    JsonNode found = acme.get("/entities/" + made.get("id").asString()).is(200).json();
    assertThat(found).isEqualTo(made);
    assertThat(found.get("description").asString()).isEqualTo("A publisher");
    assertThat(found.get("recipient").isNull()).isTrue();
    assertThat(found.get("field_suffix").asString()).isEqualTo("sun1");
    assertThat(found.get("standard").asBoolean()).isFalse();
    assertThat(found.get("pending").asBoolean()).isFalse();
    assertThat(found.get("flow_ids").isNull()).isTrue();
    assertThat(found.has("connected")).isFalse();
  }

  @Test
  void an_account_sees_the_standard_entities_itself_its_own_and_nobody_elses() {
    String own = acme.post("/entities", WHOLE).is(201).at("id");
    String foreign = globex.post("/entities", WHOLE).is(201).at("id");

    JsonNode entities = acme.get("/entities").is(200).json();

    assertThat(entities).anyMatch(entity -> entity.get("standard").asBoolean());
    assertThat(entities).extracting(entity -> entity.get("id").asString())
        .contains(own, acme.accountId()).doesNotContain(foreign, globex.accountId());
    acme.get("/entities/" + foreign).is(404);
    acme.get("/entities/" + globex.accountId()).is(404);
  }

  @Test
  void the_account_entity_has_the_accounts_id_and_can_be_source_and_recipient() {
    JsonNode self = acme.get("/entities/" + acme.accountId()).is(200).json();

    assertThat(self.get("account").asBoolean()).isTrue();
    assertThat(self.get("name").asString()).isEqualTo("Acme");
    assertThat(self.get("source").asString()).isEqualTo("seller");
    assertThat(self.get("recipient").asString()).isEqualTo("buyer");
    assertThat(self.get("time_zone").asString()).isEqualTo("America/New_York");
    assertThat(self.get("flow_ids")).isEmpty();
  }

  @Test
  void the_flows_that_list_an_account_as_a_source_are_told() {
    String flow = acme.post("/flows", """
        {"name": "Own", "enabled": true, "fields": [], "sources": [], "steps": []}""").is(201).at("id");

    assertThat(acme.get("/entities/" + acme.accountId()).json().get("flow_ids")).extracting(JsonNode::asString)
        .containsExactly(flow);
  }

  @Test
  void an_owner_changes_and_deletes_its_own_and_each_change_is_logged() {
    String id = acme.post("/entities", WHOLE).is(201).at("id");

    acme.put("/entities/" + id, """
        {"name": "Rainy Leads", "module_ids": [], "source": "other", "recipient": "crm"}""").is(200);
    assertThat(acme.delete("/entities/" + id).is(200).at("name")).isEqualTo("Rainy Leads");

    acme.get("/entities/" + id).is(404);
    assertThat(acme.get("/changelogs").json()).filteredOn(log -> log.get("type").asString().equals("entity"))
        .extracting(log -> log.get("action").asString()).containsExactlyInAnyOrder("create", "update", "delete");
  }

  @Test
  void the_changelogs_of_an_entity_tell_who_and_what() {
    String id = acme.post("/entities", WHOLE).is(201).at("id");
    acme.put("/entities/" + id, WHOLE.replace("Sunny", "Rainy")).is(200);

    JsonNode logs = acme.get("/entities/" + id + "/changelogs").is(200).json();
    assertThat(logs).hasSize(2);
    assertThat(logs.toString()).contains("Rainy Leads", acme.email());
  }

  @Test
  void a_standard_or_account_entity_cannot_be_changed_or_deleted() {
    String standard = acme.get("/entities").json().valueStream()
        .filter(entity -> entity.get("standard").asBoolean()).findFirst().orElseThrow().get("id").asString();
    for (String id : new String[] {standard, acme.accountId()}) {
      assertThat(acme.put("/entities/" + id, WHOLE).is(400).at("error")).isEqualTo("entity cannot be changed");
      assertThat(acme.delete("/entities/" + id).is(400).at("error")).isEqualTo("entity cannot be changed");
    }
  }

  @Test
  void what_is_not_visible_is_not_found_whatever_is_done_to_it() {
    String foreign = globex.post("/entities", WHOLE).is(201).at("id");

    acme.put("/entities/" + foreign, WHOLE).is(404);
    acme.delete("/entities/" + foreign).is(404);
    acme.get("/entities/" + foreign + "/changelogs").is(404);
    acme.get("/entities/not-an-id").is(404);
    globex.get("/entities/" + foreign).is(200);
  }

  @Test
  void an_entity_a_flow_uses_cannot_be_deleted_and_the_flows_are_named() {
    String id = acme.post("/entities", WHOLE).is(201).at("id");
    String flow = acme.post("/flows", """
        {"name": "Uses it", "enabled": true, "fields": [], "steps": [], "sources": [
          {"entity": {"id": "%s", "name": "x"}, "integration": {"module_id": "leadconduit-default.inbound"}}]}"""
        .formatted(id)).is(201).at("id");

    Reply refused = acme.delete("/entities/" + id).is(409);

    assertThat(refused.at("error")).startsWith("entity is in use").contains(flow);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{\"source\": null, \"recipient\": null, \"module_ids\": []}",
    "{\"name\": \"x\", \"recipient\": null, \"module_ids\": []}",
    "{\"name\": \"x\", \"source\": \"nobody\", \"recipient\": null, \"module_ids\": []}",
    "{\"name\": \"x\", \"source\": null, \"recipient\": null, \"module_ids\": [], \"field_suffix\": \"no\"}",
    "{\"name\": \"x\", \"source\": null, \"recipient\": null, \"module_ids\": [], \"field_suffix\": \"toolong\"}",
    "{\"name\": \"x\", \"source\": null, \"recipient\": null, \"module_ids\": [], \"colour\": \"red\"}"})
  void a_body_against_the_contract_is_refused(String body) {
    acme.post("/entities", body).is(400);
  }

  @Test
  void read_only_properties_are_taken_and_left_aside() {
    JsonNode made = acme.post("/entities", WHOLE).is(201).json();

    JsonNode again = acme.put("/entities/" + made.get("id").asString(), made.toString()).is(200).json();
    assertThat(again.get("id")).isEqualTo(made.get("id"));
    assertThat(again.get("created_at")).isEqualTo(made.get("created_at"));
  }
}
