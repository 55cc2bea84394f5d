package io.sluice.engine.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.engine.Cases;
import io.sluice.engine.Problems;
import io.sluice.engine.rule.operator.Operator;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Every case of {@code vectors/rules-documented.json}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DocumentedRulesTest {

  private final JsonNode vectors = Cases.read("rules-documented");
  private int passed;

  @TestFactory
  Stream<DynamicTest> a_rule_set_passes_or_fails_as_documented() {
    return Cases.list(vectors.get("cases")).stream().map(one -> dynamicTest(one.get("rule_set").toString(), () -> {
      var problems = new Problems();
      var rules = CompiledRules.compile(Cases.ruleSet(one.get("rule_set")), "rule_set", problems);
      assertThat(problems.list()).isEmpty();
      var vars = Cases.vars(vectors.get("vars"));
      boolean passes = one.get("passes").booleanValue();
      assertThat(rules.pass(vars)).isEqualTo(passes);
      assertThat(rules.failure(vars) == null).isEqualTo(passes);
      assertThat(rules.explain(vars).passed()).isEqualTo(passes);
      passed++;
    }));
  }

  @Test
  void every_documented_operator_is_known_and_no_other() {
    var documented = Stream.of("binary", "unary")
        .flatMap(kind -> Cases.list(vectors.at("/operators/" + kind)).stream().map(JsonNode::asString));
    assertThat(Arrays.stream(Operator.values()).map(Operator::label)).containsExactlyInAnyOrderElementsOf(
        documented.toList());
  }

  @Test
  void exactly_the_binary_operators_need_a_right_side() {
    var binary = Cases.list(vectors.at("/operators/binary")).stream().map(JsonNode::asString).toList();
    assertThat(Arrays.stream(Operator.values()).filter(Operator::isBinary).map(Operator::label))
        .containsExactlyInAnyOrderElementsOf(binary);
  }

  @AfterAll
  void say_how_many() {
    Cases.tell("rules-documented", passed, vectors.get("cases").size());
  }
}
