package io.sluice.server.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DeltaTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void a_changed_property_shows_both_values() {
    assertThat(delta("{'name': 'Cars'}", "{'name': 'Auto leads'}")).isEqualTo(tree("{'name': ['Cars', 'Auto leads']}"));
  }

  @Test
  void a_property_that_came_shows_itself_and_one_that_went_what_it_was() {
    assertThat(delta("{'a': 1, 'b': 2}", "{'b': 2, 'c': 3}")).isEqualTo(tree("{'a': [1, 0, 0], 'c': [3]}"));
  }

  @Test
  void an_object_holds_the_deltas_of_its_properties() {
    assertThat(delta("{'pricing': {'override': false, 'prices': []}}", "{'pricing': {'override': true, 'prices': []}}"))
        .isEqualTo(tree("{'pricing': {'override': [false, true]}}"));
  }

  @Test
  void equal_documents_have_no_delta_whatever_the_order_of_their_properties() {
    assertThat(delta("{'a': 1, 'b': {'c': [1, 2]}}", "{'b': {'c': [1, 2]}, 'a': 1}")).isEmpty();
  }

  @Test
  void the_time_of_the_update_is_no_change() {
    assertThat(delta("{'updated_at': '2026-01-01T00:00:00Z'}", "{'updated_at': '2026-01-02T00:00:00Z'}")).isEmpty();
  }

  @Test
  void a_member_of_a_list_is_known_by_its_id() {
    assertThat(delta("{'steps': [{'id': 'aaaaaa', 'x': 1}, {'id': 'bbbbbb', 'x': 1}]}",
        "{'steps': [{'id': 'cccccc', 'x': 1}, {'id': 'aaaaaa', 'x': 2}, {'id': 'bbbbbb', 'x': 1}]}"))
        .isEqualTo(tree("{'steps': {'_t': 'a', '0': [{'id': 'cccccc', 'x': 1}], '1': {'x': [1, 2]}}}"));
  }

  @Test
  void a_member_that_changed_its_place_was_moved() {
    assertThat(delta("{'fields': ['email', 'city', 'state']}", "{'fields': ['city', 'state', 'email']}"))
        .isEqualTo(tree("{'fields': {'_t': 'a', '_0': ['', 2, 3]}}"));
  }

  @Test
  void a_member_that_went_is_found_under_its_former_index() {
    assertThat(delta("{'fields': ['email', 'city', 'state']}", "{'fields': ['email', 'state']}"))
        .isEqualTo(tree("{'fields': {'_t': 'a', '_1': ['city', 0, 0]}}"));
  }

  @Test
  void a_list_too_long_to_be_compared_is_changed_as_a_whole() {
    ObjectNode before = JSON.createObjectNode();
    ObjectNode after = JSON.createObjectNode();
    for (int i = 0; i < 2_000; i++) {
      before.withArray("fields").add(i);
      after.withArray("fields").add(i + 1);
    }
    assertThat(Delta.between(before, after).get("fields").size()).isEqualTo(2);
  }

  @Test
  void changes_say_what_the_delta_says_one_by_one() {
    ObjectNode delta = delta(
        "{'name': 'Cars', 'steps': [{'id': 'aaaaaa', 'x': {'y': 1}}], 'fields': ['email', 'city', 'state', 'zip']}",
        "{'name': 'Autos', 'steps': [{'id': 'aaaaaa', 'x': {'y': 2}}], 'fields': ['state', 'email', 'city', 'ssn']}");
    assertThat(JSON.<ObjectNode>valueToTree(new ChangesJson(Change.listOf(delta)))).isEqualTo(tree("""
        {'changes': [
          {'action': 'changed', 'target': 'name', 'deltaPath': 'name',
           'previous': {'value': 'Cars'}, 'current': {'value': 'Autos'}},
          {'action': 'changed', 'target': 'y', 'deltaPath': 'steps.0.x.y',
           'previous': {'value': 1}, 'current': {'value': 2}},
          {'action': 'moved', 'target': 'fields', 'deltaPath': 'fields._2',
           'previous': {'index': 2}, 'current': {'index': 0}},
          {'action': 'removed', 'target': 'fields', 'deltaPath': 'fields._3', 'previous': {'value': 'zip', 'index': 3}},
          {'action': 'added', 'target': 'fields', 'deltaPath': 'fields.3', 'current': {'value': 'ssn', 'index': 3}}
        ]}"""));
  }

  private record ChangesJson(List<Change> changes) {}

  private static ObjectNode delta(String before, String after) {
    return Delta.between(tree(before), tree(after));
  }

  private static ObjectNode tree(String json) {
    return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
  }
}
