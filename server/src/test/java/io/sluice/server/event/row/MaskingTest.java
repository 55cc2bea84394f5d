package io.sluice.server.event.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.type.FieldTypes;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MaskingTest {

  private static final Map<String, Object> VARS = Map.of(
      "lead", Map.of(
          "ssn", typed("ssn", "123-45-6789"),
          "dob", typed("dob", "5/9/1980"),
          "password", typed("credential", "a/b c\"d"),
          "pin", typed("credential", "77"),
          "email", typed("email", "anna@acme.example")));

  private final Masking masking = Masking.of(VARS);

  @Test
  void a_value_of_a_maskable_type_becomes_stars_and_a_birthday_keeps_its_year() {
    String kept = VarsJson.show(masking.map(VARS));
    assertThat(kept).doesNotContain("6789").doesNotContain("5/9").contains("**/**/1980").contains("anna@acme.example");
  }

  @Test
  void the_value_is_found_in_every_spelling_a_body_can_have() {
    assertThat(masking.text("ssn=123-45-6789&p=a%2Fb+c%22d&q=a%2Fb%20c%22d")).isEqualTo("ssn=***********&p=***********&q=*************");
    assertThat(masking.text("{\"ssn\":\"123456789\",\"p\":\"a/b c\\\"d\",\"born\":\"1980-05-09\"}"))
        .doesNotContain("123456789").doesNotContain("a/b").doesNotContain("05-09");
  }

  @Test
  void a_short_value_is_replaced_only_where_it_stands_alone() {
    assertThat(masking.text("pin=77&time=1977")).isEqualTo("pin=**&time=1977");
  }

  @Test
  void what_a_recipient_echoes_is_masked_however_deep() {
    assertThat(masking.mask(Map.of("seen", List.of(Map.of("id", "123456789")))))
        .isEqualTo(Map.of("seen", List.of(Map.of("id", "*********"))));
  }

  @Test
  void of_a_lead_that_has_more_of_them_than_can_be_looked_for_no_text_is_kept() {
    List<Object> many = IntStream.range(100, 500).mapToObj(i -> typed("ssn", i + "-45-6789")).toList();
    Masking all = Masking.of(Map.of("lead", Map.of("ssn", many)));
    assertThat(all.text("ssn=499-45-6789\n&x=499456789")).matches("\\*+");
    assertThat(VarsJson.show(all.map(Map.of("echo", "499456789", "seen", 499456789L, "lead", Map.of("ssn", many)))))
        .doesNotContain("6789");
  }

  @Test
  void a_lead_without_such_values_is_left_alone() {
    assertThat(Masking.of(Map.of("lead", Map.of("pin", "77")))).isSameAs(Masking.NOTHING);
  }

  @Test
  void variables_come_back_with_their_types() {
    Map<String, Object> kept = Map.of("lead", Map.of("email", typed("email", "anna@acme.example"), "n", 12L));
    assertThat(VarsJson.read(VarsJson.write(kept))).isEqualTo(kept);
  }

  private static Object typed(String type, String value) {
    Object parsed = FieldTypes.named(type).orElseThrow().parse(value, Clock.systemUTC());
    if (parsed == null) {
      throw new AssertionError(value);
    }
    return parsed;
  }
}
