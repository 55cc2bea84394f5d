package io.sluice.server.event.row;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.type.FieldType;
import io.sluice.engine.type.FieldTypes;
import io.sluice.engine.type.TypedValue;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VarsJsonTest {

  private static final JsonMapper JSON = new JsonMapper();

  static List<FieldType> types() {
    return FieldTypes.all();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_typed_value_reads_back_with_its_type_and_all_its_parts_in_their_order(FieldType type) {
    // A fraction that was submitted as a number comes back as a decimal, 1e-7 as 0.0000001.
    Stream<TypedValue> values = observed(type).filter(value -> !(value.raw() instanceof Double));
    values.flatMap(value -> Stream.of(value, value.mask())).forEach(value -> {
      Map<String, Object> vars = Map.of("lead", Map.of("field", value));
      Map<String, Object> read = VarsJson.read(VarsJson.write(vars));
      assertThat(VarsJson.show(read)).isEqualTo(VarsJson.show(vars));
      assertThat(VarsJson.write(read)).isEqualTo(VarsJson.write(vars));
      assertThat(field(read)).isInstanceOfSatisfying(TypedValue.class,
          same -> assertThat(same.type()).isEqualTo(value.type()));
    });
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_value_that_was_written_with_the_names_of_all_its_parts_reads_the_same(FieldType type) {
    observed(type).flatMap(value -> Stream.of(value, value.mask())).forEach(value -> {
      Map<String, Object> named = new LinkedHashMap<>();
      named.put("$type", type.name());
      named.putAll(value.toMap());
      assertThat(VarsJson.read(VarsJson.show(Map.of("lead", Map.of("field", named)))))
          .isEqualTo(VarsJson.read(VarsJson.write(Map.of("lead", Map.of("field", value)))));
    });
  }

  @Test
  void parts_that_are_known_by_their_places_are_written_without_their_names() {
    assertThat(VarsJson.write(Map.of("phone", typed("phone", "512-555-0142")))).isEqualTo("""
        {"phone":{"$type":"phone","normal":"5125550142","raw":"512-555-0142","valid":true,\
        "american":["512","555","0142","5550142",null,"US",1,null,false]}}""");
    assertThat(VarsJson.write(Map.of("code", typed("postal_code", "78744")))).isEqualTo("""
        {"code":{"$type":"postal_code","normal":"78744","valid":true,"american":["US","78744","78744",null]}}""");
  }

  @Test
  void every_list_of_parts_is_one_that_values_have() {
    Set<PartList> met = EnumSet.noneOf(PartList.class);
    types().forEach(type -> observed(type).map(PartList::of).flatMap(Optional::stream).forEach(met::add));
    assertThat(met).containsExactlyInAnyOrder(PartList.values());
  }

  @Test
  void what_a_recipient_answers_is_kept_as_it_said_it_even_where_it_looks_like_a_value_of_ours() {
    Map<String, Object> vars = Map.of("appended", Map.of(
        "one", Map.of("$type", "date", "normal", "never", "valid", true),
        "two", List.of(Map.of("$type", "state", "$$type", "x", "$$$type", Map.of("$type", "y"), "a$type", "z"))));
    assertThat(VarsJson.read(VarsJson.write(vars))).isEqualTo(vars);
    assertThat(VarsJson.show(vars)).contains("\"$type\":\"date\"", "\"$$type\":\"x\"");
  }

  @Test
  void what_a_value_was_submitted_as_is_no_typed_value_whatever_it_looks_like() {
    Map<String, Object> submitted = Map.of("$type", "date", "normal", "never", "valid", true);
    Map<String, Object> vars = Map.of("lead", Map.of("field", TypedValue.invalid("number", Double.NaN, submitted)));
    assertThat(field(VarsJson.read(VarsJson.write(vars)))).isInstanceOfSatisfying(TypedValue.class,
        value -> assertThat(value.raw()).isEqualTo(submitted));
  }

  private static Object field(Map<String, ?> vars) {
    return Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(vars.get("lead"))).get("field"));
  }

  /** What the type makes of all that was observed to be submitted. */
  private static Stream<TypedValue> observed(FieldType type) {
    List<TypedValue> values = new ArrayList<>();
    Path cases = Path.of("../engine/src/test/resources/vectors/types", type.name() + ".json");
    for (JsonNode one : JSON.readTree(cases.toFile()).path("cases")) {
      Object input = JSON.treeToValue(one.path("input"), Object.class);
      if (type.parse(input, Clock.systemUTC()) instanceof TypedValue value) {
        values.add(value);
      }
    }
    return values.stream();
  }

  private static Object typed(String type, String value) {
    return Objects.requireNonNull(FieldTypes.named(type).orElseThrow().parse(value, Clock.systemUTC()));
  }
}
