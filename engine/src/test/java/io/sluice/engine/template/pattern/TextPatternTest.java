package io.sluice.engine.template.pattern;

import io.sluice.engine.template.BadTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pattern cannot stall a lead, whoever wrote it: its size is bounded, and its work grows with the text alone. */
final class TextPatternTest {

  /** With a backtracking matcher the first of these would not end in this universe. */
  @ParameterizedTest
  @ValueSource(strings = {
    "^(a+)+$", "^(a|aa)+$", "^(a|a?)+$", "(.*a){20}$", "^([a-zA-Z]+)*$", "(a*)*b", "(x+x+)+y",
        "^(([a-z])+.)+[A-Z]([a-z])+$"
  })
  void a_pattern_that_makes_others_backtrack_forever_is_answered(String regex) {
    assertThat(TextPattern.regex(regex, false).matches("a".repeat(20_000) + "!")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a{1000}{1000}", "((a{1000}){1000}){1000}", "(a{100}b{100}){100}", "(?:[a-z]{99}){999}"})
  void a_pattern_that_would_be_enormous_is_refused_before_it_is_made(String regex) {
    assertThatThrownBy(() -> TextPattern.regex(regex, true)).isInstanceOf(BadTemplate.class)
        .hasMessageContaining(regex).hasMessageContaining("too large").hasMessageContaining("10000 steps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a{100}b{100}c{100}", "\\d{5}(-\\d{4})?", "([0-9]{1,3}\\.){3}[0-9]{1,3}", "[{1000}]{1,2}",
      "\\{1000}"})
  void repetitions_that_do_not_multiply_are_no_harm(String regex) {
    assertThat(TextPattern.regex(regex, true)).isNotNull();
  }

  @Test
  void the_size_is_that_of_the_pattern_written_out() {
    assertThat(PatternSize.steps("a{3}b")).isEqualTo(4);
    assertThat(PatternSize.steps("(ab{2}){10}")).isEqualTo(30);
    assertThat(PatternSize.steps("((a{10}){10}){10}")).isEqualTo(1_000);
    assertThat(PatternSize.steps("[{9}]{2}\\{7}")).as("a class, and braces that count nothing").isEqualTo(5);
    assertThat(PatternSize.steps("a{999999999}{999999999}{999999999}")).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void a_pattern_has_a_greatest_length() {
    assertThatThrownBy(() -> TextPattern.regex("a".repeat(2_001), true)).hasMessageContaining("2000 characters");
    assertThatThrownBy(() -> TextPattern.regexOrGlob("a".repeat(2_000) + "*")).hasMessageContaining("2000 characters");
  }

  @Test
  void a_large_pattern_looks_at_the_beginning_of_a_text_only() {
    var large = TextPattern.regex("(?:ab?c?d?e?){900}|x$", true);
    assertThat(large.matches("x")).isTrue();
    assertThat(large.matches(" ".repeat(1_000_000) + "x")).as("steps times characters are bounded").isFalse();
    assertThat(TextPattern.regex("x$", true).matches(" ".repeat(1_000_000) + "x")).isTrue();
  }
}
