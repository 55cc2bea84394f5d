package io.sluice.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.engine.Cases;
import io.sluice.engine.type.Values;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Every case of {@code vectors/templates.json}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TemplateVectorsTest {

  private final JsonNode cases = Cases.read("templates").get("cases");
  private int passed;

  @TestFactory
  Stream<DynamicTest> a_template_renders_as_documented() {
    return Cases.list(cases).stream().map(one -> {
      String source = one.get("template").asString();
      return dynamicTest(source + " of " + one.get("vars"), () -> {
        var value = Template.compile(source).value(Cases.vars(one.get("vars")));
        var expected = one.get("expected");
        if (expected.isNumber()) {
          assertThat(value).isInstanceOf(Number.class);
          assertThat(Numbers.of(value)).isEqualByComparingTo(expected.decimalValue());
        } else {
          assertThat(value).isInstanceOf(String.class);
          assertThat(Values.text(value)).isEqualTo(expected.asString());
        }
        passed++;
      });
    });
  }

  @AfterAll
  void say_how_many() {
    Cases.tell("templates", passed, cases.size());
  }
}
