package io.sluice.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.AnyLead;
import io.sluice.engine.Anything;
import io.sluice.engine.Problems;
import io.sluice.engine.rule.operator.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What holds for every rule: it is compiled or refused, and whatever it is asked it answers, and says why. */
final class AnyRuleTest {

  private static final int SETS = 6_000;

  private static RuleSet set(RandomGenerator random, int depth) {
    var rules = new ArrayList<RuleNode>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      rules.add(depth < 2 && random.nextInt(4) == 0 ? set(random, depth + 1) : rule(random, depth));
    }
    return new RuleSet(null, random.nextBoolean() ? "and" : "or", rules);
  }

  private static Rule rule(RandomGenerator random, int depth) {
    String path = Anything.one(AnyLead.PATHS, random);
    String lhv = random.nextInt(4) == 0 ? "{{" + path + "}} {{lead.missing}}" : path;
    var operator = Anything.one(List.of(Operator.values()), random);
    var attached = depth < 2 && random.nextInt(6) == 0 ? set(random, depth + 1) : null;
    return new Rule(null, lhv, operator.label(), operator.isBinary() ? rhv(random) : null, attached);
  }

  private static Object rhv(RandomGenerator random) {
    return switch (random.nextInt(8)) {
      case 0 -> Anything.noise(random);
      case 1 -> random.nextDouble(-1e12, 1e12);
      case 2 -> random.nextBoolean();
      case 3 -> List.of(Anything.noise(random), "TX", "{{" + Anything.one(AnyLead.PATHS, random) + "}}");
      case 4 -> "{{" + Anything.one(AnyLead.PATHS, random) + "}}";
      case 5 -> Anything.spoilt("2024-01-01 to 2024-06-30", random);
      default -> Anything.one(List.of("18", "25-34", "25+", "TX,CA", "^a.*z$", "a*", "/x/", "2024-02-29", "yes",
          "9".repeat(39)), random);
    };
  }

  @Test
  void any_rule_is_refused_or_answers_whatever_the_lead_and_says_why() {
    var random = Anything.seeded("rules");
    int compiled = 0;
    for (int i = 0; i < SETS; i++) {
      var set = set(random, 0);
      var problems = new Problems();
      var rules = CompiledRules.compile(set, "rule_set", problems);
      compiled += problems.isEmpty() ? 1 : 0;
      var vars = AnyLead.vars(random);
      try {
        boolean passed = rules.pass(vars);
        var explanation = rules.explain(vars);
        assertThat(explanation.passed()).isEqualTo(passed);
        assertThat(explanation.reason() == null).isEqualTo(passed);
        assertThat(explanation.sentences()).isNotEmpty().noneMatch(String::isBlank);
        assertThat(rules.refusal(vars) == null).isEqualTo(passed);
      } catch (RuntimeException | StackOverflowError broken) {
        throw new AssertionError("the rules " + set, broken);
      }
    }
    assertThat(compiled).as("sets without a problem").isGreaterThan(SETS / 2);
  }

  /** What does not depend on the lead is made ready when the flow is deployed, not when a lead comes. */
  @Test
  void a_constant_right_side_is_prepared_once() {
    var group = RuleCompiler.compile(
        RuleSet.and(Rule.of("lead.text", "matches pattern", "^a"), Rule.of("lead.text", "is equal to",
            "{{lead.number}}")),
        "rule_set", new Problems());
    var vars = AnyLead.vars(Anything.seeded("once"));
    var constant = ((Condition.Comparison) group.members().getFirst()).right();
    assertThat(constant.resolve(Operator.MATCHES_PATTERN, vars)).isSameAs(constant);
    var templated = ((Condition.Comparison) group.members().getLast()).right();
    assertThat(templated.resolve(Operator.IS_EQUAL_TO, vars)).isNotSameAs(templated);
  }
}
