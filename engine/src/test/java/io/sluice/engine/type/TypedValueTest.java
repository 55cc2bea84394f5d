package io.sluice.engine.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TypedValueTest {

  private static final Clock NOW = Clock.fixed(Instant.parse("2026-01-15T12:00:00Z"), ZoneOffset.UTC);

  @Test
  void there_are_twenty_one_types_and_no_other_name_is_one() {
    assertThat(FieldTypes.all()).extracting(FieldType::name).containsExactly("boolean", "city", "credential", "date",
        "dob", "email", "first_name", "gender", "ip", "last_name", "number", "phone", "postal_code", "range", "ssn",
        "state", "street", "string", "time", "trustedform_url", "url");
    assertThat(FieldTypes.named("phone")).isPresent();
    assertThat(FieldTypes.named("telephone")).isEmpty();
  }

  @Test
  void a_part_is_reached_by_its_name_and_an_unknown_one_is_missing() {
    var phone = typed("phone", "(512) 789-1111 x4");
    assertThat(phone.get("normal")).isEqualTo("5127891111x4");
    assertThat(phone.get("raw")).isEqualTo("(512) 789-1111 x4");
    assertThat(phone.get("valid")).isEqualTo(true);
    assertThat(phone.get("area")).isEqualTo("512");
    assertThat(phone.get("zip")).isNull();
    assertThat(phone.components().keySet()).containsExactly("area", "exchange", "line", "number", "extension",
        "country_code", "country_calling_code", "type", "is_tollfree");
  }

  @Test
  void masking_hides_every_character_but_says_what_was_valid() {
    var ssn = typed("ssn", "123-45-6789").mask();
    assertThat(ssn.toMap()).isEqualTo(Map.of("normal", "*********", "raw", "***********", "valid", true, "first_three",
        "***", "middle_two", "**", "last_four", "****", "masked", true));
    assertThat(ssn.mask()).isSameAs(ssn);
    assertThat(typed("credential", "s3cret").mask().normal()).isEqualTo("******");
    assertThat(typed("dob", "no date").mask().raw()).isEqualTo("*******");
    assertThat(typed("dob", "2026-01-15").mask().normal()).isEqualTo("**/**/2026");
  }

  @Test
  void statistics_never_learn_a_secret_or_the_day_of_a_birth() {
    assertThat(typed("credential", "s3cret").aggregate()).isNull();
    assertThat(typed("street", "1 Main St").aggregate()).isNull();
    assertThat(typed("dob", "1985-06-02").aggregate()).isEqualTo(Map.of("age", 40.6, "year", 1985L));
  }

  @Test
  void a_date_is_stored_as_its_midnight_and_read_back() {
    var date = typed("date", "06/02/1985");
    assertThat(date.toMap()).containsEntry("normal", "1985-06-02T00:00:00.000Z");
    assertThat(TypedValue.fromMap("date", date.toMap()).normal()).isEqualTo(LocalDate.of(1985, 6, 2));
    assertThat(TypedValue.fromMap("date", Map.of("normal", "1985-06-02", "raw", "", "valid", true)).normal())
        .isEqualTo(LocalDate.of(1985, 6, 2));
  }

  @Test
  void a_value_of_no_type_cannot_be_read_back() {
    assertThatThrownBy(() -> TypedValue.fromMap("telephone", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("telephone");
  }

  @Test
  void a_log_line_shows_no_personal_data() {
    assertThat(typed("ssn", "123-45-6789")).hasToString("ssn");
    assertThat(typed("ssn", "123")).hasToString("ssn (invalid)");
  }

  @Test
  void every_kind_of_value_has_a_text() {
    assertThat(Values.text(null)).isEmpty();
    assertThat(Values.text(typed("number", "$1,250.50"))).isEqualTo("1250.5");
    assertThat(Values.text(5.0)).isEqualTo("5");
    assertThat(Values.text(-0.0)).isEqualTo("0");
    assertThat(Values.text(1e21)).isEqualTo("1e+21");
    assertThat(Values.text(1.5e-7)).isEqualTo("1.5e-7");
    assertThat(Values.text(1e-6)).isEqualTo("0.000001");
    assertThat(Values.text(123456789012345680000.0)).isEqualTo("123456789012345680000");
    assertThat(Values.text(Double.NEGATIVE_INFINITY)).isEqualTo("-Infinity");
    assertThat(Values.text(new BigDecimal("12.50"))).isEqualTo("12.5");
    assertThat(Values.text(Arrays.asList(1.0, null, List.of(2, "b")))).isEqualTo("1,,2,b");
    assertThat(Values.text(Map.of("a", 1))).isEqualTo("[object Object]");
    assertThat(Values.text(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
    assertThat(Values.text(LocalDate.EPOCH)).isEqualTo("1970-01-01");
  }

  private static TypedValue typed(String type, Object input) {
    return (TypedValue) FieldTypes.named(type).orElseThrow().parse(input, NOW);
  }
}
