package io.sluice.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.Cases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class FullNameTest {

  @TestFactory
  List<DynamicTest> a_name_is_taken_apart_as_observed() {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode test : Cases.read("helpers").get("full_name")) {
      JsonNode parsed = test.get("parsed");
      tests.add(DynamicTest.dynamicTest("\"" + test.get("input").asString() + "\"", () ->
          assertThat(FullName.parse(test.get("input").asString())).isEqualTo(new FullName(
              parsed.get("salutation").asString(), parsed.get("first_name").asString(),
              parsed.get("middle_name").asString(), parsed.get("last_name").asString(),
              parsed.get("suffix").asString()))));
    }
    assertThat(tests).isNotEmpty();
    return tests;
  }

  @ParameterizedTest
  @CsvSource({
      "Mrs. Mary Ann O'Neil, Mrs., Mary Ann, '', O'Neil, ''",
      "J. R. Smith jr., '', J., R., Smith, Jr",
      "Van Morrison, '', Van, '', Morrison, ''",
      "Ludwig van Beethoven, '', Ludwig, '', van Beethoven, ''",
      "Dr, '', Dr, '', '', ''",
      "rev Paul MD, Rev., Paul, '', '', MD",
      "'  Maria\tde la Cruz  ', '', Maria, '', de la Cruz, ''"
  })
  void titles_initials_particles_and_suffixes_find_their_place(
      String text, String salutation, String first, String middle, String last, String suffix) {
    assertThat(FullName.parse(text)).isEqualTo(new FullName(salutation, first, middle, last, suffix));
  }
}
