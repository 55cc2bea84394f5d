package io.sluice.engine.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.engine.Cases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Every observed case is a test. Cases we do not follow stand in {@code vectors/types-not-followed.txt} with a reason;
 * one that passes although it is listed fails here, so the list cannot grow stale.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TypeVectorsTest {

  private static final JsonNode REDUCTIONS = Vectors.read("_mask_and_aggregate");

  private final Map<String, String> notFollowed = readNotFollowed();
  private final List<String> met = new ArrayList<>();
  private int passed;
  private int total;

  @TestFactory
  Stream<DynamicTest> a_value_parses_prints_and_is_sent_as_observed() {
    return FieldTypes.all().stream().flatMap(type -> {
      var vectors = Vectors.read(type.name());
      var clock = Vectors.clock(vectors);
      return elements(vectors.get("cases")).map(one -> {
        var name = type.name() + " " + one.get("input");
        return followed(name, () -> matches(one, type.parse(Vectors.decoded(one.get("input")), clock)));
      });
    });
  }

  @TestFactory
  Stream<DynamicTest> a_value_is_masked_as_observed() {
    var clock = Vectors.clock(REDUCTIONS);
    return elements(REDUCTIONS.get("mask")).map(one -> followed(
        "mask " + one.get("type").asString() + " " + one.get("input"),
        () -> {
          var before = type(one).parse(Vectors.decoded(one.get("input")), clock);
          assertThat(Vectors.stored(before)).isEqualTo(Vectors.expected(one.get("before")));
          assertThat(Vectors.stored(Values.mask(before))).isEqualTo(Vectors.expected(one.get("after")));
        }));
  }

  @TestFactory
  Stream<DynamicTest> a_value_is_reduced_for_statistics_as_observed() {
    var clock = Vectors.clock(REDUCTIONS);
    return elements(REDUCTIONS.get("aggregate")).map(one -> followed(
        "aggregate " + one.get("type").asString() + " " + one.get("input"),
        () -> {
          var value = type(one).parse(Vectors.decoded(one.get("input")), clock);
          assertThat(Vectors.encoded(Values.aggregate(value))).isEqualTo(Vectors.expected(one.get("aggregate")));
        }));
  }

  @TestFactory
  Stream<DynamicTest> a_type_says_its_parts_its_operators_and_whether_it_is_maskable() {
    return FieldTypes.all().stream().map(type -> dynamicTest(type.name(), () -> {
      var vectors = Vectors.read(type.name());
      assertThat(type.operators()).isEqualTo(Vectors.decoded(vectors.get("operators")));
      assertThat(type.maskable()).isEqualTo(vectors.get("maskable").booleanValue());
      assertThat(type.components().stream().map(part -> Map.of("name", part.name(), "type", part.type())).toList())
          .isEqualTo(Vectors.decoded(vectors.get("components")));
    }));
  }

  @Test
  void a_value_may_be_missing_for_every_type() {
    assertThat(FieldTypes.all()).allSatisfy(
        type -> assertThat(type.parse(null, Vectors.clock(REDUCTIONS))).isNull());
  }

  @AfterAll
  void every_listed_case_exists_and_the_count_is_told() {
    Cases.tell("types", passed, total);
    assertThat(met).containsExactlyInAnyOrderElementsOf(notFollowed.keySet());
  }

  private interface Check {
    void run();
  }

  private DynamicTest followed(String name, Check check) {
    return dynamicTest(name, () -> {
      total++;
      if (!notFollowed.containsKey(name)) {
        check.run();
        passed++;
        return;
      }
      met.add(name);
      if (passes(check)) {
        throw new AssertionError(name + " passes now: take it off the list vectors/types-not-followed.txt");
      }
    });
  }

  private static boolean passes(Check check) {
    try {
      check.run();
      return true;
    } catch (AssertionError asListed) {
      return false;
    }
  }

  private static void matches(JsonNode one, @Nullable Object actual) {
    assertThat(Vectors.encoded(actual)).isEqualTo(Vectors.expected(one.get("expected")));
    assertThat(actual instanceof TypedValue).isEqualTo(one.get("expected").isObject());
    if (one.has("string")) {
      assertThat(Values.text(actual)).isEqualTo(one.get("string").asString());
      var sent = actual instanceof TypedValue typed ? typed.value() : actual;
      assertThat(Vectors.encoded(sent)).isEqualTo(Vectors.expected(one.get("value_of")));
    }
  }

  private static FieldType type(JsonNode one) {
    return FieldTypes.named(one.get("type").asString()).orElseThrow();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static Map<String, String> readNotFollowed() {
    try (var file = TypeVectorsTest.class.getResourceAsStream("/vectors/types-not-followed.txt")) {
      var text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
      Map<String, String> reasons = new LinkedHashMap<>();
      text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(line -> {
        int bar = line.lastIndexOf(" | ");
        reasons.put(line.substring(0, bar), line.substring(bar + 3));
      });
      return reasons;
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }
}
