package io.sluice.server.http.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

  private static final List<String> KNOWN =
      List.of("id", "caps", "pricing", "acceptance_criteria", "time_zone", "rule_set");

  @ParameterizedTest
  @CsvSource({"timeZone,time_zone", "time-zone,time_zone", "ruleset,rule_set", "acceptance_critera,acceptance_criteria",
    "pirciing,pricing", "cap,caps"})
  void names_that_are_near_are_guessed(String name, String meant) {
    assertThat(Spelling.nearest(name, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"colour", "zzz", "x"})
  void names_that_resemble_nothing_are_not_guessed(String name) {
    assertThat(Spelling.nearest(name, KNOWN)).isEmpty();
  }

  @Test
  void only_a_plain_slip_is_a_verdict() {
    assertThat(Spelling.slipOf("timeZone", KNOWN)).contains("time_zone");
    assertThat(Spelling.slipOf("pricng", KNOWN)).contains("pricing");
    assertThat(Spelling.slipOf("cat", KNOWN)).isEmpty();
    assertThat(Spelling.slipOf("_id", KNOWN)).isEmpty();
  }
}
