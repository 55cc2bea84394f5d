package io.sluice.engine.rule.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Cases;
import io.sluice.engine.Problems;
import io.sluice.engine.rule.CompiledRules;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleNode;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.rule.operator.Operator;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.FieldTypes;
import io.sluice.engine.type.TypedValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Why a lead was refused, and what would have let it in. */
final class ExplanationTest {

  private static final List<String> FIELDS = List.of("age", "state", "income", "agreed", "comments", "zip");
  private static final List<String> VALUES =
      List.of("16", "17", "18", "25", "FL", "TX", "35000", "10-20", "TX,CA,FL", "17,18", "33101", "true");

  private final Map<String, Object> lead = new LinkedHashMap<>(Map.of(
      "age", typed("number", "17"),
      "state", typed("state", "florida"),
      "email", typed("email", "anna@acme.example"),
      "dob", typed("dob", "1990-05-17"),
      "ssn", typed("ssn", "123-45-6789"),
      "income", typed("range", "30000-40000"),
      "agreed", typed("boolean", "no"),
      "comments", "call me, stupid",
      "tags", List.of("home", "auto"),
      "zip", "33101"));

  private static Object typed(String type, String text) {
    return Objects.requireNonNull(FieldTypes.named(type).orElseThrow().parse(text, Cases.CLOCK));
  }

  private Vars vars() {
    return Vars.of(Map.of("lead", lead, "submission", Map.of("timestamp", Instant.parse("2026-01-15T12:00:00Z"))));
  }

  private static CompiledRules compiled(RuleSet set) {
    var problems = new Problems();
    var rules = CompiledRules.compile(set, "rule_set", problems);
    assertThat(problems.list()).isEmpty();
    return rules;
  }

  private Explanation explain(RuleNode... rules) {
    return compiled(RuleSet.and(rules)).explain(vars());
  }

  /** The changes as {@code lead.age: 17 -> is equal to 18}. */
  private List<String> nearest(RuleNode... rules) {
    return explain(rules).nearest().stream().map(ExplanationTest::text).toList();
  }

  private static String text(Change change) {
    return change.lhv() + ": " + change.value() + " -> " + String.join(" and ", change.to().stream()
        .map(demand -> (demand.op() + " " + String.join("|", demand.rhv())).trim()).toList());
  }

  @Test
  void a_number_goes_to_the_nearest_one_that_passes() {
    assertThat(nearest(Rule.of("lead.age", "is greater than or equal to", 18)))
        .containsExactly("lead.age: 17 -> is equal to 18");
    assertThat(nearest(Rule.of("lead.age", "is greater than", 18))).containsExactly("lead.age: 17 -> is equal to 19");
    assertThat(nearest(Rule.of("lead.age", "is less than", 10))).containsExactly("lead.age: 17 -> is equal to 9");
    assertThat(nearest(Rule.of("lead.age", "is less than", "10.5")))
        .containsExactly("lead.age: 17 -> is equal to 10.4");
    assertThat(nearest(Rule.of("lead.age", "is between", "18-65"))).containsExactly("lead.age: 17 -> is equal to 18");
    assertThat(nearest(Rule.of("lead.age", "is between", "5-16"))).containsExactly("lead.age: 17 -> is equal to 16");
    assertThat(nearest(Rule.of("lead.age", "is not between", "10-18")))
        .containsExactly("lead.age: 17 -> is equal to 19");
    assertThat(nearest(Rule.of("lead.age", "is included in", List.of("3", "15", "21"))))
        .containsExactly("lead.age: 17 -> is equal to 15");
  }

  @Test
  void a_text_goes_to_any_of_those_that_pass() {
    assertThat(nearest(Rule.of("lead.state", "is included in", "TX, CA")))
        .containsExactly("lead.state: FL -> is included in TX|CA");
    assertThat(nearest(RuleSet.or(
        Rule.of("lead.state", "is equal to", "TX"), Rule.of("lead.state", "is equal to", "CA"))))
        .containsExactly("lead.state: FL -> is equal to TX");
    assertThat(nearest(Rule.of("lead.state", "is not equal to", "FL")))
        .containsExactly("lead.state: FL -> is not equal to FL");
  }

  @Test
  void only_ten_of_many_values_are_named_and_the_others_counted() {
    var zips = IntStream.range(0, 50).mapToObj(i -> "7870" + i).toList();
    var change = explain(Rule.of("lead.zip", "is included in", zips)).nearest().getFirst();
    assertThat(change.to().getFirst().rhv()).hasSize(10);
    assertThat(change.to().getFirst().choices()).isEqualTo(50);
    assertThat(explain(Rule.of("lead.zip", "is included in", zips)).sentences().getLast()).endsWith("or 40 others.");
  }

  @Test
  void what_cannot_be_named_is_said_in_the_words_of_rules() {
    assertThat(nearest(Rule.of("lead.phone_1", "is not blank")))
        .containsExactly("lead.phone_1: null -> is not blank");
    assertThat(nearest(Rule.of("lead.zip", "matches pattern", "^78")))
        .containsExactly("lead.zip: 33101 -> matches pattern ^78");
    assertThat(nearest(Rule.of("lead.comments", "does not include", "stupid")))
        .containsExactly("lead.comments: call me, stupid -> does not include stupid");
    assertThat(nearest(Rule.of("lead.email", "format is invalid")))
        .containsExactly("lead.email: anna@acme.example -> format is invalid");
    assertThat(nearest(Rule.of("lead.tags", "includes", "life")))
        .containsExactly("lead.tags: home,auto -> includes life");
  }

  @Test
  void nothing_is_near_to_what_is_missing_or_has_no_measure() {
    lead.put("open", typed("range", "70+"));
    for (String field : List.of("missing", "open")) {
      assertThat(nearest(Rule.of("lead." + field, "is between", "18-65"))).singleElement().asString()
          .endsWith("-> is between 18-65");
      assertThat(nearest(Rule.of("lead." + field, "is greater than", 18), Rule.of("lead." + field, "is less than", 65)))
          .singleElement().asString().endsWith("-> is greater than 18 and is less than 65");
    }
    assertThat(nearest(Rule.of("lead.missing", "is greater than", 18), Rule.of("lead.missing", "is equal to", 20)))
        .containsExactly("lead.missing: null -> is equal to 20");
  }

  @Test
  void truth_and_blanks_have_their_values() {
    assertThat(nearest(Rule.of("lead.agreed", "is true"))).containsExactly("lead.agreed: false -> is equal to true");
    assertThat(nearest(Rule.of("lead.agreed", "is not false")))
        .containsExactly("lead.agreed: false -> is equal to true");
    assertThat(nearest(Rule.of("lead.comments", "is blank")))
        .containsExactly("lead.comments: call me, stupid -> is blank");
    assertThat(nearest(Rule.of("lead.missing", "is equal to", "x")))
        .containsExactly("lead.missing: null -> is equal to x");
  }

  @Test
  void dates_go_day_by_day_and_ranges_by_their_average() {
    lead.put("moved", typed("date", "2025-01-31"));
    assertThat(nearest(Rule.of("lead.moved", "is greater than", "2025-02-28")))
        .containsExactly("lead.moved: 2025-01-31 -> is equal to 2025-03-01");
    assertThat(nearest(Rule.of("submission.timestamp", "is less than", "2026-01-15T12:00:00Z")))
        .containsExactly("submission.timestamp: 2026-01-15T12:00:00.000Z -> is equal to 2026-01-15T11:59:59.999Z");
    assertThat(nearest(Rule.of("lead.income", "is greater than or equal to", 50000)))
        .containsExactly("lead.income: 30000-40000 -> is equal to 50000");
  }

  @Test
  void everything_that_failed_must_change_and_nothing_else() {
    assertThat(nearest(
        Rule.of("lead.age", "is greater than or equal to", 18),
        Rule.of("lead.zip", "is not blank"),
        Rule.of("lead.state", "is equal to", "TX")))
        .containsExactly("lead.age: 17 -> is equal to 18", "lead.state: FL -> is equal to TX");
  }

  @Test
  void of_alternatives_the_one_with_fewer_changes_is_taken_then_the_nearer_one() {
    var texasAdult = RuleSet.and(
        Rule.of("lead.state", "is equal to", "TX"), Rule.of("lead.age", "is greater than or equal to", 18));
    assertThat(nearest(RuleSet.or(texasAdult, Rule.of("lead.comments", "is blank"))))
        .containsExactly("lead.comments: call me, stupid -> is blank");
    assertThat(nearest(RuleSet.or(
        Rule.of("lead.state", "is equal to", "TX"), Rule.of("lead.age", "is greater than or equal to", 40),
        Rule.of("lead.age", "is less than", 12)))).containsExactly("lead.age: 17 -> is equal to 11");
  }

  @Test
  void a_value_that_several_rules_look_at_must_suit_them_all() {
    assertThat(nearest(
        Rule.of("lead.age", "is greater than or equal to", 18), Rule.of("lead.age", "is not equal to", 18),
        Rule.of("lead.age", "is between", "10-30"))).containsExactly("lead.age: 17 -> is equal to 19");
    assertThat(nearest(
        Rule.of("lead.state", "is included in", "TX,CA,NY"), Rule.of("lead.state", "is not equal to", "CA")))
        .containsExactly("lead.state: FL -> is included in TX|NY");
    assertThat(nearest(
        Rule.of("lead.zip", "is not equal to", "33101"), Rule.of("lead.zip", "matches pattern", "^33")))
        .containsExactly("lead.zip: 33101 -> is not equal to 33101 and matches pattern ^33");
  }

  @Test
  void where_no_value_can_pass_none_is_named() {
    assertThat(nearest(
        Rule.of("lead.state", "is equal to", "TX"), Rule.of("lead.state", "is equal to", "CA"))).isEmpty();
    assertThat(nearest(Rule.of("lead.state", "is equal to", "Texas"))).as("a state is TX, whatever is sent").isEmpty();
    assertThat(explain(Rule.of("lead.state", "is equal to", "Texas")).sentences().getLast())
        .isEqualTo("No change was found with which it would have passed.");
  }

  @Test
  void a_rule_with_a_set_of_its_own_needs_both() {
    var attached = RuleSet.and(Rule.of("lead.age", "is greater than or equal to", 18));
    var rule = new Rule("r1", "lead.state", "is equal to", "TX", attached);
    assertThat(nearest(rule)).containsExactly("lead.state: FL -> is equal to TX", "lead.age: 17 -> is equal to 18");
    assertThat(explain(rule).rules()).isEqualTo(new Finding.OfSet(null, "and", false, List.of(
        new Finding.OfRule("r1", "lead.state", "FL", "is equal to", "TX", false, null))));
  }

  @Test
  void what_matched_is_turned_as_well() {
    var florida = Rule.of("lead.state", "is equal to", "FL");
    var young = Rule.of("lead.age", "is less than", 18);
    assertThat(nearest(florida, young)).containsExactly("lead.age: 17 -> is equal to 18");
    assertThat(nearest(RuleSet.or(florida, young)))
        .containsExactly("lead.state: FL -> is not equal to FL", "lead.age: 17 -> is equal to 18");
    assertThat(explain(florida, young).sentences()).containsExactly(
        "lead.state is equal to FL (it was FL) and lead.age is less than 18 (it was 17).",
        "It would not have matched with lead.age 18.");
  }

  @Test
  void every_rule_shows_what_it_saw_and_was_compared_with() {
    var set = RuleSet.or(
        new Rule("r1", "lead.state", "is equal to", "{{lead.zip}}", null),
        new Rule("r2", "lead.nothing", "is blank", null,
            RuleSet.and(new Rule("r3", "lead.agreed", "is true", null, null))));
    assertThat(compiled(set).explain(vars()).rules()).isEqualTo(new Finding.OfSet(null, "or", false, List.of(
        new Finding.OfRule("r1", "lead.state", "FL", "is equal to", "33101", false, null),
        new Finding.OfRule("r2", "lead.nothing", null, "is blank", null, false,
            new Finding.OfSet(null, "and", false, List.of(
                new Finding.OfRule("r3", "lead.agreed", "false", "is true", null, false, null)))))));
  }

  @Test
  void it_is_told_in_sentences() {
    assertThat(explain(
        Rule.of("lead.age", "is greater than or equal to", 18),
        RuleSet.or(Rule.of("lead.state", "is included in", "TX,CA,NY"), Rule.of("lead.phone_1", "format is valid")))
        .sentences()).containsExactly(
        "lead.age must be greater than or equal to 18 (it was 17).",
        "lead.state must be included in TX,CA,NY (it was FL) or lead.phone_1 format must be valid (it was missing).",
        "It would have passed with lead.age 18 and lead.state TX, CA or NY.");
  }

  @Test
  void what_must_be_masked_is_masked_wherever_it_stands() {
    for (var rule : List.of(
        Rule.of("lead.ssn", "is equal to", "5"),
        Rule.of("lead.ssn.first_three", "is blank"),
        Rule.of("{{lead.ssn}} of {{lead.zip}}", "is blank"),
        Rule.of("{{substring lead.ssn start=1 end=5}}", "is blank"),
        Rule.of("{{md5 lead.ssn}}", "is blank"),
        Rule.of("lead.zip", "is equal to", "{{lead.ssn}}"),
        Rule.of("lead.zip", "is greater than", "{{lead.ssn}}"),
        Rule.of("lead.zip", "is included in", List.of("1", "{{lead.ssn}}")),
        Rule.of("lead.dob", "is greater than", "2000-01-01"))) {
      var explanation = explain(rule);
      assertThat(explanation.passed()).isFalse();
      String all = explanation + " " + explanation.sentences();
      assertThat(all).as(rule.toString()).contains("*")
          .doesNotContain("123").doesNotContain("6789").doesNotContain("45678").doesNotContain("05-17")
          .doesNotContain("123456790");
    }
    assertThat(explain(Rule.of("lead.zip", "is greater than", "{{lead.ssn}}")).nearest())
        .as("a neighbour would tell what is masked")
        .extracting(ExplanationTest::text)
        .containsExactly("lead.zip: 33101 -> is greater than *********");
  }

  @Test
  void passing_rules_are_not_explained() {
    var rules = compiled(RuleSet.and(Rule.of("lead.state", "is equal to", "FL")));
    assertThat(rules.refusal(vars())).isNull();
    assertThat(rules.match(vars())).isNotNull();
    assertThat(compiled(RuleSet.and(Rule.of("lead.state", "is equal to", "TX"))).match(vars())).isNull();
  }

  @Test
  void a_die_is_rolled_once() {
    var rules = compiled(RuleSet.and(Rule.of("{{math 'random()'}}", "is less than", "0.5")));
    long refused = IntStream.range(0, 2_000).filter(i -> rules.refusal(vars()) != null).count();
    assertThat(refused).as("half of them; a second roll would make it a quarter").isBetween(850L, 1_150L);
    assertThat(compiled(RuleSet.and(Rule.of("{{math 'random()'}}", "is greater than", "2"))).refusal(vars()))
        .isNotNull();
  }

  @Test
  void a_search_that_would_be_too_long_ends() {
    var rules = new ArrayList<RuleNode>();
    for (int i = 0; i < 400; i++) {
      rules.add(RuleSet.or(
          Rule.of("lead.age", "is greater than", 20 + i), Rule.of("lead.state", "is equal to", "S" + i),
          Rule.of("lead.zip", "is equal to", "Z" + i)));
    }
    var explanation = explain(rules.toArray(RuleNode[]::new));
    assertThat(explanation.reason()).startsWith("lead.age must be greater than 20 or");
    assertThat(explanation.nearest()).as("what no search found").isEmpty();
  }

  /** What is named is true: with the values changed as it says, the same rules come out the other way. */
  @Test
  void a_named_change_turns_the_outcome() {
    var random = new Random(20_260_115);
    int named = 0;
    for (int i = 0; i < 3_000; i++) {
      var rules = compiled(anySet(random, 0));
      var changed = new LinkedHashMap<String, Object>(lead);
      boolean all = true;
      var explanation = rules.explain(vars());
      for (var change : explanation.nearest()) {
        var value = namedValue(change);
        all &= value != null;
        String field = change.lhv().substring("lead.".length());
        if (value != null && value.isEmpty()) {
          changed.remove(field);
        } else if (value != null && lead.get(field) instanceof TypedValue seen) {
          changed.put(field, typed(seen.type(), value));
        } else if (value != null) {
          changed.put(field, value);
        }
      }
      if (all && !explanation.nearest().isEmpty()) {
        named++;
        assertThat(rules.pass(Vars.of(Map.of("lead", changed)))).as("%s", explanation)
            .isNotEqualTo(explanation.passed());
      }
    }
    assertThat(named).as("changes that could be tried").isGreaterThan(500);
  }

  /** Where one value alone would have turned it, no two are named. */
  @Test
  void no_change_is_named_that_is_not_needed() {
    var random = new Random(15_012_026);
    int alone = 0;
    for (int i = 0; i < 1_000; i++) {
      var rules = compiled(anySet(random, 1));
      var explanation = rules.explain(vars());
      if (explanation.nearest().size() > 1) {
        for (String field : FIELDS) {
          for (String value : VALUES) {
            var changed = new LinkedHashMap<String, Object>(lead);
            changed.put(field, lead.get(field) instanceof TypedValue seen ? typed(seen.type(), value) : value);
            assertThat(rules.pass(Vars.of(Map.of("lead", changed))))
                .as("%s turned by %s = %s", explanation, field, value).isEqualTo(explanation.passed());
          }
        }
        alone++;
      }
    }
    assertThat(alone).as("explanations that name more than one").isGreaterThan(50);
  }

  private static @Nullable String namedValue(Change change) {
    var demand = change.to().getFirst();
    boolean named = change.to().size() == 1
        && (demand.op().equals(Operator.IS_EQUAL_TO.label()) || demand.op().equals(Operator.IS_INCLUDED_IN.label()));
    return named ? demand.rhv().getLast() : demand.op().equals(Operator.IS_BLANK.label()) ? "" : null;
  }

  private static RuleSet anySet(Random random, int depth) {
    var rules = new ArrayList<RuleNode>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      rules.add(depth < 2 && random.nextInt(3) == 0 ? anySet(random, depth + 1) : anyRule(random, depth));
    }
    return new RuleSet(null, random.nextBoolean() ? "and" : "or", rules);
  }

  private static Rule anyRule(Random random, int depth) {
    var operator = Operator.values()[random.nextInt(Operator.values().length)];
    var attached = depth < 2 && random.nextInt(5) == 0 ? anySet(random, depth + 1) : null;
    return new Rule(null, "lead." + FIELDS.get(random.nextInt(FIELDS.size())), operator.label(),
        operator.isBinary() ? VALUES.get(random.nextInt(VALUES.size())) : null, attached);
  }
}
