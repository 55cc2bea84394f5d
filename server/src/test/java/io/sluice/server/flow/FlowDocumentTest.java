package io.sluice.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.entity.Entity;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FlowDocumentTest {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final Instant MONDAY = Instant.parse("2026-03-02T09:00:00Z");
  private static final Instant TUESDAY = Instant.parse("2026-03-03T09:00:00Z");

  private static final EntityId PENDING = EntityId.of("65f1a2b3c4d5e6f708192a01");
  private static final Entity.Summary ACME =
      new Entity.Summary(EntityId.of("65f1a2b3c4d5e6f708192001"), "Acme", "America/New_York");
  private static final Entity.Summary INITECH =
      new Entity.Summary(EntityId.of("65f1a2b3c4d5e6f708192002"), "Initech", null);
  private static final FlowId ACMES_FLOW = FlowId.of("65f1a2b3c4d5e6f708192b01");

  private static final String PENDING_SOURCE = """
      {'id': 'src001', 'entity': {'id': '65f1a2b3c4d5e6f708192a01', 'name': 'jo@initech.example'},
       'integration': {'module_id': 'leadconduit-default.inbound', 'mappings': [{'property': 'a', 'value': '{{b}}'}]},
       'enabled': false, 'x_note': {'kept': [1, 2.50]}}""";
  private static final String INITECH_SOURCE = """
      {'id': 'src002', 'entity': {'id': '65f1a2b3c4d5e6f708192002', 'name': 'Initech'},
       'integration': {'module_id': 'leadconduit-default.inbound'}, 'enabled': false}""";
  private static final String FILTER = """
      {'type': 'filter', 'id': 'flt001', 'outcome': 'failure',
       'rule_set': {'op': 'and', 'rules': [{'lhv': 'lead.email', 'op': 'is blank'}]}}""";

  @Test
  void a_partner_who_comes_takes_the_pending_entitys_place_and_nothing_else_changes() {
    FlowDocument before = flow(PENDING_SOURCE, FILTER + ", " + buyerStep("stp001", PENDING, "[]"));
    ObjectNode wanted = before.json();
    ObjectNode initech = tree("{'id': '" + INITECH.id() + "', 'name': 'Initech'}");
    ((ObjectNode) wanted.path("sources").get(0)).put("enabled", true).set("entity", initech);
    ((ObjectNode) wanted.path("steps").get(1)).set("entity", initech);
    assertThat(before.replaceEntity(PENDING, INITECH, true)).hasToString(wanted.toString());
  }

  @Test
  void sources_are_enabled_only_where_that_is_asked_for() {
    FlowDocument after = flow(PENDING_SOURCE, "").replaceEntity(PENDING, INITECH, false);
    assertThat(after.json().path("sources").get(0).path("enabled").booleanValue()).isFalse();
  }

  @Test
  void a_partner_who_is_a_source_already_keeps_that_source_and_the_pending_one_goes() {
    FlowDocument after = flow(PENDING_SOURCE + ", " + INITECH_SOURCE, "").replaceEntity(PENDING, INITECH, true);
    assertThat(after).hasToString(flow(INITECH_SOURCE, "").toString());
  }

  @Test
  void a_partner_who_does_not_come_leaves_no_source_and_no_step_behind() {
    String steps = FILTER + ", " + buyerStep("stp001", PENDING, "[]");
    FlowDocument after = flow(PENDING_SOURCE + ", " + INITECH_SOURCE, steps).removeEntity(PENDING);
    assertThat(after).hasToString(flow(INITECH_SOURCE, FILTER).toString());
  }

  @Test
  void what_was_removed_is_put_back_where_it_was() {
    FlowDocument before =
        flow(PENDING_SOURCE + ", " + INITECH_SOURCE, buyerStep("stp001", PENDING, "[]") + ", " + FILTER);
    assertThat(before.removeEntity(PENDING).withParts(before.partsNaming(PENDING))).hasToString(before.toString());
  }

  @Test
  void what_was_removed_is_put_at_the_end_of_a_flow_that_became_shorter() {
    FlowDocument before = flow(INITECH_SOURCE + ", " + PENDING_SOURCE, "");
    FlowDocument after = flow("", "").withParts(before.partsNaming(PENDING));
    assertThat(after).hasToString(flow(PENDING_SOURCE, "").toString());
  }

  @Test
  void an_entity_becomes_a_source_once() {
    FlowDocument once = flow("", "").addSource(ACME, Entity.DEFAULT_INBOUND);
    assertThat(once.json().path("sources")).hasToString("[{\"entity\":{\"id\":\"65f1a2b3c4d5e6f708192001\","
        + "\"name\":\"Acme\",\"time_zone\":\"America/New_York\"},"
        + "\"integration\":{\"module_id\":\"leadconduit-default.inbound\",\"mappings\":[]},\"enabled\":true}]");
    assertThat(once.addSource(ACME, Entity.DEFAULT_INBOUND)).isSameAs(once);
  }

  @Test
  void fields_are_added_behind_those_that_are_there() {
    assertThat(flow("", "").withFields(List.of("city", "email", "dob")).fields())
        .containsExactly("email", "phone_1", "company", "company.name", "city", "dob");
  }

  @Test
  void buyer_steps_are_those_of_the_account_to_account_module_only() {
    String form = buyerStep("stp002", ACME.id(), "[]").replace(Entity.TO_BUYER, "leadconduit-default.outbound");
    FlowDocument flow = flow("", String.join(", ", FILTER, buyerStep("stp001", ACME.id(), "[]"), form,
        buyerStep("stp003", INITECH.id(), "[{'property': 'flow_id', 'value': '" + ACMES_FLOW + "'}]")));
    assertThat(flow.buyerSteps(ACME.id())).containsExactly(new FlowDocument.BuyerStep("stp001", ACME.id(), false));
    assertThat(flow.buyerSteps()).extracting(FlowDocument.BuyerStep::mapped).containsExactly(false, true);
  }

  @Test
  void the_buyers_flow_is_mapped_in_that_step_alone() {
    FlowDocument flow = flow("", buyerStep("stp001", ACME.id(), "[]") + ", " + buyerStep("stp002", ACME.id(), "[]"))
        .mapFlowId("stp002", ACMES_FLOW);
    assertThat(flow).hasToString(flow("", buyerStep("stp001", ACME.id(), "[]") + ", " + buyerStep("stp002", ACME.id(),
        "[{'property': 'flow_id', 'value': '" + ACMES_FLOW + "'}]")).toString());
  }

  @Test
  void another_flow_mapped_before_is_replaced_in_its_place() {
    String mapped = "[{'id': 'map001', 'property': 'flow_id', 'value': '%s'}, {'property': 'a', 'value': 'b'}]";
    assertThat(flow("", buyerStep("stp001", ACME.id(), mapped.formatted("old"))).mapFlowId("stp001", ACMES_FLOW))
        .hasToString(flow("", buyerStep("stp001", ACME.id(), mapped.formatted(ACMES_FLOW))).toString());
  }

  @Test
  void a_buyer_step_shares_the_fields_its_mappings_name() {
    assertThat(shared("[{'property': 'phone', 'value': '{{lead.phone_1.area}} {{lead.phone_10}}'},"
        + " {'property': 'firm', 'value': '{{lead.company.name}}'}]")).containsExactly("phone_1", "company.name");
  }

  @Test
  void what_a_value_is_sent_as_is_shared_too() {
    assertThat(shared("[{'property': 'lead.email', 'value': 'fixed@acme.example'},"
        + " {'property': 'company', 'value': 'Hooli'}]")).containsExactly("email", "company");
  }

  @Test
  void a_buyer_step_that_names_no_field_shares_them_all() {
    assertThat(shared("[{'property': 'flow_id', 'value': '" + ACMES_FLOW + "'}, {'property': 'n', 'value': 1}]"))
        .containsExactly("email", "phone_1", "company", "company.name");
  }

  @Test
  void every_part_gets_an_id_of_its_kind_and_no_two_have_the_same() {
    FlowDocument flow = FlowDocument.of(tree("""
        {'name': 'All parts', 'fields': [],
         'acceptance_criteria': {'outcome': 'failure',
           'rule_set': {'op': 'and', 'rules': [
             {'lhv': 'lead.a', 'op': 'is blank', 'rule_set': {'op': 'or', 'rules': [{'lhv': 'b', 'op': 'is true'}]}}]}},
         'caps': [{'type': 'volume', 'maximum': 1, 'caps': [{'type': 'volume', 'maximum': 2}]}],
         'pricing': {'prices': [{'amount': 1}]},
         'sources': [{'entity': {'id': '65f1a2b3c4d5e6f708192001'}, 'ping_limits': [{'maximum': 1}],
           'integration': {'module_id': 'm', 'mappings': [{'property': 'p', 'value': 'v'}]},
           'rules': [{'not': 'ours'}]}],
         'steps': [{'type': 'recipient', 'integration': {'module_id': 'm', 'mappings': []},
           'feedback': {'integration': {'module_id': 'm', 'mappings': [{'property': 'p', 'value': 'v'}]}}}]}"""))
        .withIds(null, MONDAY);
    List<String> ids = new ArrayList<>();
    FlowParts.each(flow.json(), (kind, part, path) -> {
      String id = part.path("id").asString("");
      ids.add(id);
      assertThat(id).as(path).matches(switch (kind) {
        case SHORT -> "[0-9a-zA-Z]{6}";
        case RESOURCE -> "[0-9a-f]{24}";
      });
    });
    assertThat(ids).hasSize(12);
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    assertThat(flow.json().path("sources").get(0).path("rules").get(0)).hasToString("{\"not\":\"ours\"}");
    assertThat(FlowIds.usedTwice(flow.json())).isEmpty();
  }

  @Test
  void an_id_once_given_stays() {
    FlowDocument first = flow(PENDING_SOURCE, FILTER).withIds(null, MONDAY);
    assertThat(first.withIds(first, TUESDAY)).hasToString(first.toString());
  }

  @Test
  void a_cap_keeps_the_time_it_was_made_whatever_is_sent() {
    String caps = "{'caps': [{'id': '65f1a2b3c4d5e6f708192c01', 'created_at': '1999-01-01T00:00:00Z'}]}";
    FlowDocument first = FlowDocument.of(tree(caps)).withIds(null, MONDAY);
    FlowDocument second = FlowDocument.of(tree(caps)).withIds(first, TUESDAY);
    assertThat(second.json().path("caps").get(0).path("created_at").asString()).isEqualTo("2026-03-02T09:00:00Z");
  }

  @Test
  void an_id_used_twice_is_found_where_it_is_used_again() {
    assertThat(FlowIds.usedTwice(flow(PENDING_SOURCE, FILTER.replace("flt001", "src001")).json()))
        .containsOnlyKeys("steps[0].id");
  }

  @Test
  void what_is_done_to_the_json_is_not_done_to_the_flow() {
    FlowDocument flow = flow("", "");
    flow.json().put("name", "spoilt");
    assertThat(flow.name()).isEqualTo("Auto leads");
  }

  private static List<String> shared(String mappings) {
    FlowDocument flow = flow("", buyerStep("stp001", ACME.id(), mappings));
    return flow.sharedFields(flow.buyerSteps().getFirst());
  }

  private static String buyerStep(String id, EntityId buyer, String mappings) {
    return """
        {'type': 'recipient', 'id': '%s', 'entity': {'id': '%s', 'name': 'Buyer'},
         'integration': {'module_id': '%s', 'mappings': %s}}""".formatted(id, buyer, Entity.TO_BUYER, mappings);
  }

  private static FlowDocument flow(String sources, String steps) {
    return FlowDocument.of(tree("""
        {'name': 'Auto leads', 'enabled': true, 'fields': ['email', 'phone_1', 'company', 'company.name'],
         'sources': [%s], 'steps': [%s]}""".formatted(sources, steps)));
  }

  private static ObjectNode tree(String json) {
    return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
  }
}
