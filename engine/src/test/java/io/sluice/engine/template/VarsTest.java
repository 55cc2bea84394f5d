package io.sluice.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class VarsTest {

  @Test
  void names_are_case_sensitive() {
    assertThat(Vars.of(Map.of("Lead", 1)).get("lead")).isNull();
  }

  @Test
  void the_longest_key_wins() {
    var vars = Vars.of(Map.of("lead", Map.of("a.b", 1, "a", Map.of("b", 2, "c", 3))));
    assertThat(vars.get("lead.a.b")).isEqualTo(1);
    assertThat(vars.get("lead.a.c")).isEqualTo(3);
  }

  @Test
  void a_new_scope_leaves_the_old_one_as_it_was() {
    var before = Vars.of(Map.of("price", 1));
    var after = before.with("price", 2).with(Map.of("event_id", "e"));
    assertThat(before.get("price")).isEqualTo(1);
    assertThat(before.get("event_id")).isNull();
    assertThat(after.get("price")).isEqualTo(2);
    assertThat(after.get("event_id")).isEqualTo("e");
  }

  @Test
  void a_path_goes_nowhere_through_a_text_or_number() {
    assertThat(Vars.of(Map.of("a", "text", "b", 5)).get("a.b")).isNull();
    assertThat(Vars.of(Map.of("a", "text", "b", 5)).get("b.c")).isNull();
  }

  @Test
  void the_top_level_cannot_be_changed_from_outside() {
    var map = Vars.of(Map.of("a", 1)).asMap();
    assertThatThrownBy(() -> map.put("b", 2)).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void a_path_has_at_most_16_parts() {
    assertThatThrownBy(() -> VarPath.of("a.".repeat(16) + "b")).isInstanceOf(BadTemplate.class);
  }
}
