package io.sluice.server;

import io.sluice.engine.type.FieldTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Observed cases from {@code src/test/resources/vectors}: one test each, named after the case. */
public final class Cases {

  private Cases() {}

  /** A whole file, such as {@code inbound.json}. */
  public static JsonNode file(String name) {
    try (var stream = Cases.class.getResourceAsStream("/vectors/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("no vectors/" + name);
      }
      return JsonMapper.shared().readTree(stream);
    } catch (IOException e) {
      throw new IllegalStateException("vectors/" + name, e);
    }
  }

  /** One test for each element of the list. */
  public static Stream<DynamicTest> each(String file, String list, Consumer<JsonNode> check) {
    return some(file, list, _ -> true, check).stream();
  }

  /** As {@link #each}, for those that are wanted. */
  public static List<DynamicTest> some(
      String file, String list, Predicate<JsonNode> wanted, Consumer<JsonNode> check) {
    var cases = new ArrayList<DynamicTest>();
    for (var test : file(file).path(list)) {
      if (wanted.test(test)) {
        cases.add(DynamicTest.dynamicTest(test.path("name").asString("#" + cases.size()), () -> {
          boolean passed = false;
          try {
            check.accept(test);
            passed = true;
          } finally {
            tell(file.replace(".json", ""), passed ? 1 : 0, 1);
          }
        }));
      }
    }
    if (cases.isEmpty()) {
      throw new IllegalStateException("no " + list + " in vectors/" + file);
    }
    return cases;
  }

  /** Counts cases of a file for the last line of {@code bin/test}. */
  public static void tell(String file, int passed, int total) {
    try {
      Files.writeString(Path.of("target", "observed-cases.txt"), file + " " + passed + " " + total + "\n",
          StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Texts, longs, doubles, booleans, nulls, lists and maps. */
  public static @Nullable Object plain(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> map(node);
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(element -> list.add(plain(element)));
        yield list;
      }
      case STRING -> node.asString();
      case NUMBER -> node.isIntegralNumber() ? (Object) node.asLong() : (Object) node.asDouble();
      case BOOLEAN -> node.asBoolean();
      case NULL, MISSING -> null;
      case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + node);
    };
  }

  public static Map<String, @Nullable Object> map(JsonNode node) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    node.properties().forEach(property -> map.put(property.getKey(), plain(property.getValue())));
    return map;
  }

  /** As {@link #map}, where {@code {"$type": …, "value": …}} stands for a value of a type. */
  public static Map<String, @Nullable Object> typed(JsonNode node) {
    Map<String, @Nullable Object> typed = new LinkedHashMap<>();
    node.properties().forEach(property -> typed.put(property.getKey(), typedValue(property.getValue())));
    return typed;
  }

  private static @Nullable Object typedValue(JsonNode node) {
    if (!node.isObject()) {
      return plain(node);
    }
    Object value = plain(node.path("value"));
    return node.path("$type").isString() && value != null
        ? FieldTypes.named(node.path("$type").asString()).orElseThrow().parse(value, Clock.systemUTC())
        : typed(node);
  }
}
