package io.sluice.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.run.CompiledFlow;
import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.account.Plan;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.ObjectIds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code /flows} from outside (exchange 5). */
class FlowTest {

  private static final SluiceServer SERVER = SluiceServer.shared();
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String WEB_FORM = "5fd00e2fd418e0a908f4ea64";
  private static final String GENERIC_CRM = "5fd0e97a9f80974c1c9c6ac0";

  private final Party acme = SERVER.open("Acme");
  private final Party globex = SERVER.open("Globex");

  @Test
  void a_flow_stored_is_a_flow_returned_property_for_property_in_their_order() {
    String sent = """
        {"steps":[{"enabled":true,"type":"filter","id":"flt001","outcome":"failure","reason":"no {{lead.email}}",\
        "rule_set":{"id":"set001","op":"and","rules":[{"id":"rul001","lhv":"lead.email","op":"is blank"}]}},\
        {"type":"recipient","id":"stp001","description":"to the CRM",\
        "entity":{"id":"5fd0e97a9f80974c1c9c6ac0","name":"Generic CRM"},\
        "integration":{"module_id":"leadconduit-default.outbound","mappings":[\
        {"id":"map001","property":"url","value":"https://acme.example/leads"},\
        {"id":"map002","property":"default.custom.n","value":2.50},{"id":"map003","property":"x","value":null},\
        {"id":"map004","property":"list","value":["a",null]}]},\
        "pricing":{"prices":[{"id":"prc001","amount":12.50}]}}],\
        "name":"Auto leads","level":"a","fields":["phone_1","email"],\
        "sources":[{"z_extra":{"b":[1,{"a":null}],"a":1.10},"id":"src001","enabled":true,\
        "entity":{"id":"5fd00e2fd418e0a908f4ea64","name":"Web form"},\
        "integration":{"module_id":"leadconduit-default.inbound"}},\
        {"id":"src002","entity":{"id":"%s","name":"Acme","time_zone":"America/New_York"},\
        "integration":{"module_id":"leadconduit-default.inbound","mappings":[]},"enabled":false}],\
        "enabled":true,"ping_enabled":false}""".formatted(acme.accountId());
    String created = acme.post("/flows", sent).is(201).text();
    String id = JSON.readTree(created).path("id").asString();
    String properties = sent.substring(1, sent.length() - 1);
    assertThat(created).startsWith("{\"id\":\"" + id + "\"," + properties + ",\"created_at\":");
    assertThat(acme.get("/flows/" + id).is(200).text()).isEqualTo(created);
    assertThat(acme.put("/flows/" + id, created).is(200).text()).isEqualTo(created);
    assertThat(acme.get("/flows").is(200).text()).isEqualTo("[" + created + "]");
  }

  @Test
  void a_new_flow_has_the_accounts_own_entity_as_its_default_source() {
    JsonNode source = acme.post("/flows", smallest()).is(201).json().path("sources").get(0);
    assertThat(source.path("entity").path("id").asString()).isEqualTo(acme.accountId());
    assertThat(source.path("entity").path("name").asString()).isEqualTo("Acme");
    assertThat(source.path("integration").path("module_id").asString()).isEqualTo("leadconduit-default.inbound");
    assertThat(source.path("enabled").asBoolean()).isTrue();
    assertThat(source.path("id").asString()).matches("[0-9a-zA-Z]{6}");
  }

  @Test
  void the_caller_may_choose_the_id_if_it_is_free() {
    String id = ObjectIds.next(Instant.now());
    String flow = with(smallest(), "id", id);
    assertThat(acme.post("/flows", flow).is(201).at("id")).isEqualTo(id);
    assertThat(acme.post("/flows", flow).is(409).at("error")).isEqualTo("this id is taken");
    globex.post("/flows", flow).is(409);
    acme.delete("/flows/" + id).is(200);
    globex.post("/flows", flow).is(409);
    assertThat(acme.get("/flows").is(200).text()).isEqualTo("[]");
  }

  @Test
  void saving_is_not_deploying() {
    String id = acme.post("/flows", smallest()).is(201).at("id");
    assertThat(isOpen(id)).isFalse();
    assertThat(acme.post("/flows/" + id + "/deploy").is(200).text())
        .isEqualTo("{\"message\":\"Flow was deployed successfully\"}");
    assertThat(opened(id).flow().name()).isEqualTo("Auto leads");
    acme.put("/flows/" + id, with(acme.get("/flows/" + id).text(), "name", "Cars")).is(200);
    assertThat(opened(id).flow().name()).isEqualTo("Auto leads");
    acme.post("/flows/" + id + "/deploy").is(200);
    assertThat(opened(id).flow().name()).isEqualTo("Cars");
  }

  @Test
  void a_flow_is_disabled_and_enabled_by_deploying_it() {
    String id = deployed();
    acme.put("/flows/" + id, with(acme.get("/flows/" + id).text(), "enabled", false)).is(200);
    assertThat(opened(id).flow().isEnabled()).isTrue();
    acme.post("/flows/" + id + "/deploy").is(200);
    assertThat(opened(id).flow().isEnabled()).isFalse();
  }

  @Test
  void what_another_node_deploys_is_seen_when_it_tells() {
    String id = deployed();
    opened(id);
    elsewhere(id, "Cars");
    SERVER.db().sql("SELECT pg_notify('sluice_flow', :id)").param("id", id).query((row, index) -> id).single();
    awaitName(id, "Cars");
  }

  @Test
  void what_another_node_deploys_is_seen_even_if_the_notice_is_lost() {
    String id = deployed();
    opened(id);
    elsewhere(id, "Cars");
    awaitName(id, "Cars");
  }

  @Test
  void a_listener_that_loses_its_connection_listens_again() {
    String id = deployed();
    opened(id);
    SERVER.db().sql("""
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND query = 'LISTEN sluice_flow'""")
        .query((row, index) -> row.getBoolean(1)).list();
    elsewhere(id, "Cars");
    awaitName(id, "Cars");
  }

  @Test
  void an_open_flow_knows_its_owner_its_sources_and_the_types_of_its_fields() {
    OpenFlow open = opened(deployed());
    assertThat(open.account().value()).isEqualTo(acme.accountId());
    assertThat(open.owner().name()).isEqualTo("Acme");
    assertThat(open.owner().timeZone().getId()).isEqualTo("America/New_York");
    assertThat(open.fieldTypes()).isEqualTo(Map.of("email", "email", "phone_1", "phone"));
    assertThat(open.source(EntityId.of(acme.accountId()))).isPresent();
    assertThat(open.source(EntityId.of(globex.accountId()))).isEmpty();
  }

  @Test
  void a_deleted_flow_is_answered_as_it_was_and_takes_no_more_leads() {
    String id = deployed();
    String flow = acme.get("/flows/" + id).text();
    assertThat(isOpen(id)).isTrue();
    assertThat(acme.delete("/flows/" + id).is(200).text()).isEqualTo(flow);
    assertThat(isOpen(id)).isFalse();
    acme.get("/flows/" + id).is(404);
    acme.get("/flows/" + id + "/changelogs").is(404);
    acme.post("/flows/" + id + "/deploy").is(404);
  }

  @Test
  void everything_that_is_wrong_is_said_at_once_with_the_flow_as_it_was_sent() {
    JsonNode answer = acme.post("/flows", """
        {"name": "Broken", "enabled": true, "fields": ["email", "frist_name", "email"],
         "sources": [
           {"entity": {"id": "5fd00e2fd418e0a908f4ea64"}, "integration": {"module_id": "leadconduit-default.outbound"},
            "authentication_required": true},
           {"entity": {"id": "5fd00e2fd418e0a908f4ea64"}, "integration": {"module_id": "leadconduit-default.inbound"}},
           {"entity": {"id": "5fd0e97a9f80974c1c9c6ac0"}, "integration": {"module_id": "nobody.inbound"}}],
         "steps": [
           {"type": "filter", "outcome": "{{", "rule_set": {"op": "and", "rules": [
             {"lhv": "lead.email", "op": "matches pattern", "rhv": "("}]}},
           {"type": "recipient", "entity": {"id": "%s"}, "integration": {"module_id": "leadconduit-default.outbound"}}]}
        """.formatted(globex.accountId())).is(422).json();
    assertThat(answer.path("name").asString()).isEqualTo("Broken");
    assertThat(answer.has("id")).as("the id of a flow that there is not").isFalse();
    assertThat(answer.path("errors").path("fields[1]").toString()).isEqualTo("[\"there is no field frist_name\"]");
    assertThat(answer.path("errors").path("sources[2].integration.module_id").toString())
        .isEqualTo("[\"there is no module nobody.inbound\"]");
    assertThat(answer.path("errors").propertyNames()).containsExactlyInAnyOrder(
        "fields[1]", "fields[2]",
        "sources[0].integration.module_id", "sources[0].authentication_required",
        "sources[1].entity.id", "sources[2].entity.id", "sources[2].integration.module_id",
        "steps[0].outcome", "steps[0].rule_set.rules[0].rhv", "steps[1].entity.id");
    assertThat(acme.get("/flows").text()).isEqualTo("[]");
  }

  @Test
  void of_endless_errors_the_first_hundred_are_told_and_that_there_are_more() {
    for (int many : new int[] {100, 101, 50_000}) {
      String fields = IntStream.range(0, many).mapToObj(i -> "\"f" + i + "\"").collect(Collectors.joining(","));
      JsonNode errors = acme.post("/flows", """
          {"name": "Endless", "enabled": true, "fields": [%s], "sources": [], "steps": []}""".formatted(fields))
          .is(422).json().path("errors");
      assertThat(errors.path("fields[99]").toString()).isEqualTo("[\"there is no field f99\"]");
      assertThat(errors.path("flow").toString()).isEqualTo(many == 100 ? "" : "[\"has more errors than are told here\"]");
      assertThat(errors).hasSize(many == 100 ? 100 : 101);
    }
  }

  @Test
  void all_unknown_properties_are_named_at_once() {
    String error = acme.post("/flows", """
        {"name": "Misspelt", "enabled": true, "feilds": [], "fields": [], "sources": [], "steps": [],
         "colour": "red"}""").is(400).at("error");
    assertThat(error).contains("feilds", "colour");
  }

  @Test
  void an_id_that_two_parts_have_is_refused_where_it_comes_again() {
    String step = """
        {"id": "flt001", "type": "filter", "outcome": "failure",
         "rule_set": {"op": "and", "rules": [{"lhv": "lead.email", "op": "is blank"}]}}""";
    JsonNode flow = acme.post("/flows", """
        {"name": "Twice", "enabled": true, "fields": [], "sources": [], "steps": [%s, %s]}""".formatted(step, step))
        .is(422).json();
    assertThat(flow.path("errors").propertyNames()).containsExactly("steps[1].id");
  }

  @Test
  void a_flow_that_cannot_be_changed_as_wanted_stays_as_it_is() {
    String id = deployed();
    String before = acme.get("/flows/" + id).text();
    JsonNode answer = acme.put("/flows/" + id, with(before, "fields", List.of("nothing"))).is(422).json();
    assertThat(answer.path("errors").propertyNames()).containsExactly("fields[0]");
    assertThat(acme.get("/flows/" + id).text()).isEqualTo(before);
  }

  @Test
  void what_is_only_read_is_not_written() {
    String sent = with(with(smallest(), "created_at", "1999-01-01T00:00:00Z"), "errors", Map.of());
    String created = acme.post("/flows", sent).is(201).text();
    String id = JSON.readTree(created).path("id").asString();
    assertThat(created).doesNotContain("1999", "errors");
    String changed = acme.put("/flows/" + id, with(with(created, "id", ObjectIds.next(Instant.now())), "name", "Cars"))
        .is(200).text();
    assertThat(JSON.readTree(changed).path("id").asString()).isEqualTo(id);
    assertThat(JSON.readTree(changed).path("created_at")).isEqualTo(JSON.readTree(created).path("created_at"));
  }

  @Test
  void another_accounts_flow_and_an_unknown_one_look_the_same() {
    String id = deployed();
    String flow = acme.get("/flows/" + id).text();
    for (String unknown : List.of(id, ObjectIds.next(Instant.now()), "nonsense")) {
      assertThat(globex.get("/flows/" + unknown).is(404).text()).isEqualTo("{\"error\":\"not found\"}");
      globex.put("/flows/" + unknown, flow).is(404);
      globex.delete("/flows/" + unknown).is(404);
      globex.post("/flows/" + unknown + "/deploy").is(404);
      globex.get("/flows/" + unknown + "/changelogs").is(404);
      globex.get("/flows/" + unknown + "/fields").is(404);
    }
    assertThat(globex.get("/flows").is(200).text()).isEqualTo("[]");
    assertThat(acme.get("/flows/" + id).text()).isEqualTo(flow);
  }

  @Test
  void partners_and_strangers_have_no_flows_and_no_fields() {
    Party initech = SERVER.open("Initech", Plan.PARTNER);
    for (String path : List.of("/flows", "/fields", "/fields/email", "/flows/" + ObjectIds.next(Instant.now()))) {
      assertThat(initech.get(path).is(401).at("error")).isEqualTo("not authorized");
      assertThat(SERVER.anybody().get(path).is(401).at("error")).isEqualTo("authentication failed");
    }
    assertThat(initech.post("/flows", smallest()).is(401).at("error")).isEqualTo("not authorized");
  }

  @Test
  void every_change_leaves_its_entry_with_who_made_it() {
    String created = acme.post("/flows", smallest()).is(201).text();
    String id = JSON.readTree(created).path("id").asString();
    acme.put("/flows/" + id, with(created, "name", "Cars")).is(200);
    acme.put("/flows/" + id, with(created, "name", "Cars")).is(200);
    JsonNode logs = acme.get("/flows/" + id + "/changelogs").is(200).json();
    assertThat(logs.size()).isEqualTo(2);
    assertThat(logs.get(0).path("action").asString()).isEqualTo("update");
    assertThat(logs.get(0).path("delta_from_last_revision").toString())
        .isEqualTo("{\"name\":[\"Auto leads\",\"Cars\"]}");
    assertThat(logs.get(0).path("changes").toString()).isEqualTo("[{\"action\":\"changed\",\"target\":\"name\","
        + "\"delta_path\":\"name\",\"previous\":{\"value\":\"Auto leads\"},\"current\":{\"value\":\"Cars\"}}]");
    assertThat(logs.get(0).path("user").path("email").asString()).isEqualTo(acme.email());
    assertThat(logs.get(1).path("action").asString()).isEqualTo("create");
    assertThat(logs.get(1).path("current_revision").toString()).isEqualTo(created);
    String log = logs.get(0).path("id").asString();
    assertThat(acme.get("/changelogs/" + log).is(200).json()).isEqualTo(logs.get(0));
    globex.get("/changelogs/" + log).is(404);
    assertThat(globex.get("/changelogs").is(200).text()).isEqualTo("[]");
  }

  @Test
  void the_fields_of_a_flow_come_in_its_order() {
    JsonNode fields = acme.get("/flows/" + deployed() + "/fields").is(200).json();
    assertThat(fields.toString()).isEqualTo(
        "[{\"id\":\"phone_1\",\"name\":\"Phone 1\",\"type\":\"phone\",\"standard\":true,\"aggregate\":true,"
            + "\"deprecated\":false},{\"id\":\"email\",\"name\":\"Email\",\"type\":\"email\",\"standard\":true,"
            + "\"aggregate\":true,\"deprecated\":false}]");
  }

  @Test
  void all_standard_fields_are_listed() {
    assertThat(acme.get("/fields").is(200).json().size()).isEqualTo(536);
    assertThat(acme.get("/fields/company").is(200).at("see")).isEqualTo("company.name");
    acme.get("/fields/frist_name").is(404);
  }

  @Test
  void an_entity_that_a_flow_names_cannot_be_deleted() {
    String entity = acme.post("/entities", """
        {"name": "My form", "source": "form", "recipient": null, "module_ids": ["leadconduit-default.inbound"]}""")
        .is(201).at("id");
    ObjectNode flow = (ObjectNode) JSON.readTree(smallest());
    ObjectNode source = flow.putArray("sources").addObject();
    source.putObject("entity").put("id", entity);
    source.putObject("integration").put("module_id", "leadconduit-default.inbound");
    String id = acme.post("/flows", flow.toString()).is(201).at("id");
    acme.delete("/entities/" + entity).is(409);
    acme.delete("/flows/" + id).is(200);
    acme.delete("/entities/" + entity).is(200);
  }

  @Test
  void a_renamed_entity_is_renamed_in_the_flows_that_name_it() {
    String form = """
        {"name": "%s", "source": "form", "recipient": null, "module_ids": ["leadconduit-default.inbound"]}""";
    String entity = acme.post("/entities", form.formatted("My form")).is(201).at("id");
    ObjectNode flow = (ObjectNode) JSON.readTree(smallest());
    ObjectNode source = flow.putArray("sources").addObject();
    source.putObject("entity").put("id", entity);
    source.putObject("integration").put("module_id", "leadconduit-default.inbound");
    String id = acme.post("/flows", flow.toString()).is(201).at("id");
    acme.put("/entities/" + entity, form.formatted("Our form")).is(200);
    assertThat(acme.get("/flows/" + id).json().path("sources").get(0).path("entity").path("name").asString())
        .isEqualTo("Our form");
  }

  @Test
  void a_deployed_flow_is_compiled_once_for_all_its_leads() {
    String id = deployed();
    var compiled = awaitKept(id);
    acme.post("/flows/" + id + "/deploy").is(200);
    assertThat(opened(id).flow()).as("of another deployment").isNotSameAs(compiled);
  }

  private String deployed() {
    String id = acme.post("/flows", smallest()).is(201).at("id");
    acme.post("/flows/" + id + "/deploy").is(200);
    return id;
  }

  private static OpenFlow opened(String id) {
    return SERVER.bean(OpenFlows.class).open(FlowId.of(id)).orElseThrow();
  }

  private static boolean isOpen(String id) {
    return SERVER.bean(OpenFlows.class).open(FlowId.of(id)).isPresent();
  }

  /** What a deployment on another node leaves in the database, the notice apart. */
  private static void elsewhere(String id, String name) {
    SERVER.db().sql("UPDATE flow_deployed SET document = replace(document, 'Auto leads', :name) WHERE flow_id = :id")
        .param("id", id).param("name", name).update();
    SERVER.db().sql("UPDATE flow_directory SET version = version + 1 WHERE flow_id = :id").param("id", id).update();
  }

  /** Word of the deployment reaches its own node like any other, and drops what was compiled before it came. */
  private static CompiledFlow awaitKept(String id) {
    Instant limit = Instant.now().plusSeconds(20);
    CompiledFlow compiled = opened(id).flow();
    while (opened(id).flow() != compiled) {
      assertThat(Instant.now()).as("the flow is not compiled for every lead").isBefore(limit);
      compiled = opened(id).flow();
    }
    return compiled;
  }

  private static void awaitName(String id, String name) {
    Instant limit = Instant.now().plusSeconds(20);
    while (!opened(id).flow().name().equals(name)) {
      assertThat(Instant.now()).as("the other node's deployment is seen").isBefore(limit);
      Thread.onSpinWait();
    }
  }

  private static String smallest() {
    return """
        {"name": "Auto leads", "enabled": true, "fields": ["phone_1", "email"], "sources": [], "steps": []}""";
  }

  private static String with(String json, String property, Object value) {
    ObjectNode tree = (ObjectNode) JSON.readTree(json);
    tree.set(property, JSON.valueToTree(value));
    return tree.toString();
  }
}
