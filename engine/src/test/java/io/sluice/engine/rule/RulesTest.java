package io.sluice.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Cases;
import io.sluice.engine.Problem;
import io.sluice.engine.Problems;
import io.sluice.engine.rule.operator.Operator;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.FieldTypes;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Exchange 6.2, 6.3 and 3.6, beyond the documented cases. */
final class RulesTest {

  private final Vars vars = Vars.of(Map.of(
      "state", typed("state", "texas"),
      "phone", typed("phone", "(512) 789-1111"),
      "bad_phone", typed("phone", "123"),
      "income", typed("number", "$50,000"),
      "bad_number", typed("number", "n/a"),
      "age", typed("range", "25-34"),
      "open", typed("range", "25+"),
      "yes", typed("boolean", "Y")));

  private final Vars more = vars.with(Map.of(
      "text", "Hello World",
      "zip", "01234",
      "true_text", "TRUE",
      "tags", List.of("Home", "auto"),
      "at", Instant.parse("2026-01-15T12:00:00Z"),
      "born", typed("date", "1985-06-02"),
      "ssn", typed("ssn", "123-45-6789"),
      "clock", "0915",
      "blank", "  ",
      "price", new BigDecimal("5.00")));

  private static Object typed(String type, String text) {
    return Objects.requireNonNull(FieldTypes.named(type).orElseThrow().parse(text, Cases.CLOCK));
  }

  private static CompiledRules compile(RuleSet set) {
    var problems = new Problems();
    var rules = CompiledRules.compile(set, "rule_set", problems);
    assertThat(problems.list()).isEmpty();
    return rules;
  }

  private static List<Problem> problems(RuleNode... rules) {
    var problems = new Problems();
    CompiledRules.compile(RuleSet.and(rules), "rule_set", problems);
    return problems.list();
  }

  private boolean passes(String lhv, String op, @Nullable Object rhv) {
    return compile(RuleSet.and(new Rule(null, lhv, op, rhv, null))).pass(more);
  }

  private @Nullable String failure(RuleNode... rules) {
    return compile(RuleSet.and(rules)).failure(more);
  }

  @Test
  void a_missing_value_is_false_for_every_question_and_true_for_its_negation() {
    for (var operator : Operator.values()) {
      boolean blank = operator == Operator.IS_BLANK || operator == Operator.IS_NOT_BLANK;
      boolean expected = blank ? operator == Operator.IS_BLANK : operator.isNegation();
      assertThat(passes("nothing", operator.label(), operator.isBinary() ? "1" : null))
          .as(operator.label()).isEqualTo(expected);
    }
  }

  @Test
  void an_invalid_number_acts_as_a_missing_one() {
    for (var operator : Operator.values()) {
      if (operator.isBinary()) {
        assertThat(passes("bad_number", operator.label(), "n/a"))
            .as(operator.label()).isEqualTo(operator.isNegation());
      }
    }
    assertThat(passes("bad_number", "is blank", null)).isFalse();
  }

  @Test
  void an_invalid_value_of_another_type_compares_as_submitted() {
    assertThat(passes("bad_phone", "is equal to", "123")).isTrue();
    assertThat(passes("bad_phone", "format is invalid", null)).isTrue();
  }

  @Test
  void numbers_and_numeric_texts_are_equal_but_two_texts_compare_as_texts() {
    assertThat(passes("price", "is equal to", "5")).isTrue();
    assertThat(passes("price", "is equal to", 5)).isTrue();
    assertThat(passes("zip", "is equal to", "1234")).isFalse();
    assertThat(passes("zip", "is equal to", 1234)).isTrue();
  }

  @Test
  void lists_are_equal_in_any_order_and_case() {
    assertThat(passes("tags", "is equal to", List.of("AUTO", "home"))).isTrue();
    assertThat(passes("tags", "is equal to", "auto,home")).isTrue();
    assertThat(passes("tags", "is equal to", List.of("auto"))).isFalse();
  }

  @Test
  void ranges_are_equal_by_their_normal_form_and_compare_by_their_average() {
    assertThat(passes("age", "is equal to", "25 to 34")).isTrue();
    assertThat(passes("age", "is greater than", "29.4")).isTrue();
    assertThat(passes("age", "is between", "29-30")).isTrue();
    assertThat(passes("open", "is greater than", "1")).as("an open range has no average").isFalse();
    assertThat(passes("price", "is less than", "5-7")).as("a range on the right counts by its average").isTrue();
  }

  @Test
  void dates_compare_in_time() {
    assertThat(passes("born", "is less than", "1990-01-01")).isTrue();
    assertThat(passes("born", "is equal to", "6/2/1985")).isTrue();
    assertThat(passes("born", "is between", "1985-06-02 to 1985-06-03")).isTrue();
    assertThat(passes("born", "is not between", "1985-06-03 to 1985-06-04")).isTrue();
    assertThat(passes("at", "is greater than", "2026-01-15")).isTrue();
    assertThat(passes("at", "is less than", "2026-01-15T12:00:01Z")).isTrue();
    assertThat(passes("born", "is greater than", "soon")).isFalse();
  }

  @Test
  void times_of_day_compare_as_numbers() {
    assertThat(passes("clock", "is between", "0830-1645")).isTrue();
    assertThat(passes("{{format at format='HHmm'}}", "is between", "0830-1645")).isTrue();
    assertThat(passes("{{format at format='HHmm'}}", "is not between", "1201-1645")).isTrue();
  }

  @Test
  void an_open_range_on_the_right_has_no_end() {
    assertThat(passes("income", "is between", "50000+")).isTrue();
    assertThat(passes("price", "is between", "50000+")).isFalse();
  }

  @Test
  void membership_takes_a_list_or_a_text_with_commas() {
    assertThat(passes("state", "is included in", List.of("ny", "tx"))).isTrue();
    assertThat(passes("state", "is included in", "NY, TX")).isTrue();
    assertThat(passes("state", "is not included in", "NY, TX")).isFalse();
    assertThat(passes("price", "is included in", "4, 5.0")).isTrue();
    assertThat(passes("zip", "is included in", "1234")).isFalse();
  }

  @Test
  void includes_asks_for_an_element_or_a_part_of_the_text() {
    assertThat(passes("tags", "includes", "home")).isTrue();
    assertThat(passes("tags", "includes", "hom")).isFalse();
    assertThat(passes("text", "includes", "o w")).isTrue();
    assertThat(passes("text", "does not include", "mars")).isTrue();
  }

  @Test
  void a_regular_expression_is_searched_for_and_a_glob_covers_the_text() {
    assertThat(passes("text", "matches pattern", "^hello")).isTrue();
    assertThat(passes("text", "matches pattern", "/wor/")).isTrue();
    assertThat(passes("text", "matches pattern", "hello*")).isTrue();
    assertThat(passes("text", "matches pattern", "*world")).isTrue();
    assertThat(passes("text", "matches pattern", "ello*")).isFalse();
    assertThat(passes("zip", "matches pattern", "0123?")).isTrue();
    assertThat(passes("zip", "matches pattern", "[0-9]{5}")).isTrue();
    assertThat(passes("zip", "matches pattern", "{01,02}*")).isTrue();
    assertThat(passes("zip", "matches pattern", "{03,02}*")).isFalse();
    assertThat(passes("zip", "does not match pattern", ".*9")).isTrue();
  }

  @Test
  void truth_is_a_boolean_or_its_word() {
    assertThat(passes("yes", "is true", null)).isTrue();
    assertThat(passes("true_text", "is true", null)).isTrue();
    assertThat(passes("true_text", "is not false", null)).isTrue();
    assertThat(passes("price", "is true", null)).isFalse();
  }

  @Test
  void blank_is_missing_or_empty() {
    assertThat(passes("blank", "is blank", null)).isTrue();
    assertThat(passes("price", "is not blank", null)).isTrue();
  }

  @Test
  void obscene_words_are_found_whole() {
    var said = vars.with(Map.of("said", "what the FUCK!", "town", "Scunthorpe Dickinson"));
    assertThat(compile(RuleSet.and(Rule.of("said", "is obscene"))).pass(said)).isTrue();
    assertThat(compile(RuleSet.and(Rule.of("town", "is obscene"))).pass(said)).isFalse();
    assertThat(passes("text", "is not obscene", null)).isTrue();
  }

  @Test
  void templates_stand_on_either_side() {
    assertThat(passes("{{uppercase text}}", "is equal to", "hello world")).isTrue();
    assertThat(passes("price", "is less than", "{{income}}")).isTrue();
    assertThat(passes("text", "matches pattern", "{{broken}}(")).isFalse();
    assertThat(passes("state", "is included in", List.of("NY", "{{state}}"))).isTrue();
  }

  @Test
  void a_reason_names_left_side_operator_and_right_side() {
    assertThat(failure(Rule.of("state", "is not equal to", "TX"))).isEqualTo("state must not be equal to TX");
    assertThat(failure(Rule.of("income", "is less than or equal to", 40000)))
        .isEqualTo("income must be less than or equal to 40000");
    assertThat(failure(Rule.of("text", "includes", "mars"))).isEqualTo("text must include mars");
    assertThat(failure(Rule.of("text", "does not include", "world"))).isEqualTo("text must not include world");
    assertThat(failure(Rule.of("text", "matches pattern", "^x"))).isEqualTo("text must match pattern ^x");
    assertThat(failure(Rule.of("state", "is included in", List.of("NY", "CA"))))
        .isEqualTo("state must be included in NY,CA");
    assertThat(failure(Rule.of("nothing", "is not blank"))).isEqualTo("nothing must not be blank");
    assertThat(failure(Rule.of("bad_phone", "format is valid"))).isEqualTo("bad_phone format must be valid");
    assertThat(failure(Rule.of("yes", "is not true"))).isEqualTo("yes must not be true");
  }

  @Test
  void an_or_reports_all_alternatives_and_an_and_the_first_failure() {
    var texas = Rule.of("state", "is equal to", "NY");
    var rich = Rule.of("income", "is greater than", 90000);
    assertThat(failure(RuleSet.or(texas, rich)))
        .isEqualTo("state must be equal to NY or income must be greater than 90000");
    assertThat(failure(texas, rich)).isEqualTo("state must be equal to NY");
  }

  @Test
  void an_attached_set_gives_the_reason_when_the_rule_itself_passes() {
    var attached = RuleSet.and(Rule.of("yes", "is false"));
    assertThat(failure(new Rule(null, "state", "is equal to", "TX", attached))).isEqualTo("yes must be false");
    assertThat(failure(new Rule(null, "state", "is equal to", "NY", attached))).isEqualTo("state must be equal to NY");
  }

  @Test
  void no_rules_pass() {
    assertThat(CompiledRules.compile(null, "x", new Problems()).pass(vars)).isTrue();
    assertThat(compile(new RuleSet(null, "or", List.of())).pass(vars)).isTrue();
    assertThat(compile(new RuleSet(null, "or", null)).explain(vars).passed()).isTrue();
  }

  @Test
  void evaluation_and_explanation_agree() {
    for (var operator : Operator.values()) {
      for (var name : more.asMap().keySet()) {
        var set = RuleSet.or(Rule.of("state", "is equal to", "NY"),
            new Rule(null, name, operator.label(), operator.isBinary() ? "5" : null, null));
        var rules = compile(set);
        assertThat(rules.explain(more).passed()).isEqualTo(rules.pass(more));
        assertThat(rules.explain(more).reason()).isEqualTo(rules.failure(more));
      }
    }
  }

  @Test
  void everything_that_is_wrong_is_reported_with_its_place() {
    assertThat(problems(
        Rule.of("a", "is bigger than", "b"),
        Rule.of("a", "is equal to"),
        new Rule(null, null, "is blank", null, null),
        Rule.of("{{", "is blank"),
        Rule.of("a", "matches pattern", "("),
        new RuleSet(null, "xor", List.of(new Rule(null, "a", null, "b", null)))))
        .extracting(Problem::path)
        .containsExactly("rule_set.rules.0.op", "rule_set.rules.1.rhv", "rule_set.rules.2.lhv", "rule_set.rules.3.lhv",
            "rule_set.rules.4.rhv", "rule_set.rules.5.op", "rule_set.rules.5.rules.0.op");
  }

  @Test
  void rules_have_a_greatest_depth() {
    RuleNode deep = Rule.of("a", "is blank");
    for (int i = 0; i < 20; i++) {
      deep = RuleSet.and(deep);
    }
    assertThat(problems(deep)).extracting(Problem::sentence).containsExactly("rules are nested more than 16 deep");
  }

  @Test
  void every_operator_offered_for_a_type_is_known() {
    var known = Arrays.stream(Operator.values()).map(Operator::label).toList();
    FieldTypes.all().forEach(type -> assertThat(known).as(type.name()).containsAll(type.operators()));
  }
}
