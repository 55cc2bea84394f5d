package io.sluice.engine.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Problem;
import io.sluice.engine.Problems;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.template.Vars;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Exchange 5.5. */
final class MappingsTest {

  private final Vars vars = Vars.of(Map.of("lead", Map.of("state", "TX", "blank", " ", "n", 5)));
  private final Map<String, Object> target = new LinkedHashMap<>();

  private List<Mapping> apply(Mapping... mappings) {
    var problems = new Problems();
    var compiled = CompiledMappings.compile(List.of(mappings), "mappings", problems);
    assertThat(problems.list()).isEmpty();
    return compiled.apply(vars, target);
  }

  private static List<Problem> problems(Mapping... mappings) {
    var problems = new Problems();
    CompiledMappings.compile(List.of(mappings), "mappings", problems);
    return problems.list();
  }

  private static Mapping when(String property, Object value, RuleSet rules) {
    return new Mapping(null, property, value, rules);
  }

  @Test
  void a_later_mapping_to_the_same_property_overwrites() {
    apply(Mapping.of("a", "1"), Mapping.of("a", "2"));
    assertThat(target).isEqualTo(Map.of("a", "2"));
  }

  @Test
  void a_mapping_with_rules_is_applied_only_when_they_pass() {
    apply(when("a", "1", RuleSet.and(Rule.of("lead.state", "is equal to", "TX"))),
        when("b", "1", RuleSet.and(Rule.of("lead.state", "is equal to", "FL"))));
    assertThat(target).containsOnlyKeys("a");
  }

  @Test
  void a_property_is_a_path_of_objects_and_lists() {
    apply(Mapping.of("contact.tags.1", "b"), Mapping.of("contact.tags.0", "a"), Mapping.of("contact.name.first", "x"));
    assertThat(target)
        .isEqualTo(Map.of("contact", Map.of("tags", List.of("a", "b"), "name", Map.of("first", "x"))));
  }

  @Test
  void a_list_that_is_given_a_name_keeps_its_members_by_their_numbers() {
    apply(Mapping.of("phone.0", "1"), Mapping.of("phone.0@type", "home"), Mapping.of("phone.1", "2"));
    assertThat(target).isEqualTo(Map.of("phone", Map.of("0", "1", "0@type", "home", "1", "2")));
  }

  @Test
  void gaps_in_a_list_are_empty() {
    apply(Mapping.of("tags.2", "c"));
    assertThat(target.get("tags")).isEqualTo(Arrays.<@Nullable Object>asList(null, null, "c"));
  }

  @Test
  void braces_force_a_text_key() {
    apply(Mapping.of("custom.{123}", "x"));
    assertThat(target).isEqualTo(Map.of("custom", Map.of("123", "x")));
  }

  @Test
  void a_lone_variable_keeps_its_type() {
    apply(Mapping.of("n", "{{lead.n}}"));
    assertThat(target).containsEntry("n", 5);
  }

  @Test
  void a_template_that_yields_blank_is_skipped() {
    assertThat(apply(Mapping.of("a", "{{lead.blank}}"), Mapping.of("b", "{{lead.nothing}}"),
        Mapping.of("c", " {{lead.blank}} "))).isEmpty();
    assertThat(target).isEmpty();
  }

  @Test
  void an_explicit_empty_text_is_applied() {
    target.put("a", "old");
    apply(Mapping.of("a", ""));
    assertThat(target).isEqualTo(Map.of("a", ""));
  }

  @Test
  void numbers_lists_and_null_are_applied_as_they_are() {
    apply(Mapping.of("n", 7), Mapping.of("l", List.of("x", "{{lead.state}}")), Mapping.of("z", null));
    assertThat(target).containsEntry("n", 7).containsEntry("l", List.of("x", "TX")).containsEntry("z", null);
  }

  @Test
  void a_mapping_that_fails_does_not_stop_the_next() {
    var applied = apply(Mapping.of("a", "{{extract lead.state pattern=lead.pattern}}"), Mapping.of("b", "1"));
    assertThat(applied).extracting(Mapping::property).containsExactly("b");
    var broken = vars.with("lead", Map.of("state", "TX", "pattern", "("));
    assertThat(CompiledMappings.compile(
        List.of(Mapping.of("a", "{{extract lead.state pattern=lead.pattern}}"), Mapping.of("b", "1")), "m",
        new Problems()).apply(broken, target)).extracting(Mapping::property).containsExactly("b");
  }

  @Test
  void a_value_in_the_way_of_a_path_is_replaced() {
    apply(Mapping.of("a", "text"), Mapping.of("a.b", "x"));
    assertThat(target).isEqualTo(Map.of("a", Map.of("b", "x")));
  }

  @Test
  void maps_of_others_are_not_written_into() {
    var theirs = Map.<String, Object>of("b", 1);
    target.put("a", theirs);
    apply(Mapping.of("a.c", 2));
    assertThat(target).isEqualTo(Map.of("a", Map.of("b", 1, "c", 2)));
    assertThat(theirs).hasSize(1);
  }

  @Test
  void everything_that_is_wrong_is_reported_with_its_place() {
    assertThat(problems(
        Mapping.of("", "x"),
        Mapping.of("a..b", "x"),
        Mapping.of("tags.1000", "x"),
        Mapping.of("a", "{{"),
        when("a", "x", RuleSet.and(Rule.of("b", "is odd")))))
        .extracting(Problem::path)
        .containsExactly("mappings.0.property", "mappings.1.property", "mappings.2.property", "mappings.3.value",
            "mappings.4.rule_set.rules.0.op");
  }
}
