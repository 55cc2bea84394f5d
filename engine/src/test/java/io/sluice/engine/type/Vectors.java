package io.sluice.engine.type;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The observed cases of the field types, and how a Java value is written in their encoding. */
final class Vectors {

  static final JsonMapper JSON = JsonMapper.builder().build();

  private Vectors() {}

  static JsonNode read(String name) {
    try (InputStream file = Vectors.class.getResourceAsStream("/vectors/types/" + name + ".json")) {
      return JSON.readTree(Objects.requireNonNull(file, name));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static Clock clock(JsonNode vectors) {
    return Clock.fixed(Instant.parse(vectors.at("/oracle/fixed_now").asString()), ZoneOffset.UTC);
  }

  /** A submitted value: what a JSON reader would hand to the type. */
  static @Nullable Object decoded(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> node.has("$number") ? Double.valueOf(node.get("$number").asString()) : map(node);
      case ARRAY -> {
        List<@Nullable Object> list = new ArrayList<>();
        node.forEach(element -> list.add(decoded(element)));
        yield list;
      }
      case NUMBER -> node.isIntegralNumber() ? node.numberValue() : Double.valueOf(node.doubleValue());
      case BOOLEAN -> node.booleanValue();
      case STRING -> node.asString();
      default -> null;
    };
  }

  private static Map<String, @Nullable Object> map(JsonNode node) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), decoded(entry.getValue())));
    return map;
  }

  /** The value in the vectors' encoding, numbers as doubles so that 5 and 5.0 are one. */
  static @Nullable Object encoded(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case TypedValue typed -> {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("normal", encoded(typed.normal()));
        if (typed.raw() != null) {
          map.put("raw", encoded(typed.raw()));
        }
        map.put("valid", typed.valid());
        typed.components().forEach((name, part) -> map.put(name, encoded(part)));
        yield map;
      }
      case LocalDate date -> Map.of("$date", date + "T00:00:00.000Z");
      case Instant instant -> Map.of("$date", Values.text(instant));
      case Number number when !Double.isFinite(number.doubleValue()) -> Map.of("$number", Values.text(number));
      case Number number -> number.doubleValue() + 0.0;
      case List<?> list -> list.stream().map(Vectors::encoded).toList();
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((name, part) -> copy.put(name.toString(), encoded(part)));
        yield copy;
      }
      default -> value;
    };
  }

  /** The value's stored form. */
  static @Nullable Object stored(@Nullable Object value) {
    return encoded(value instanceof TypedValue typed ? typed.toMap() : value);
  }

  /** What a case expects, in the same form as {@link #encoded}. */
  static @Nullable Object expected(JsonNode node) {
    return node.isObject() && node.has("$number")
        ? Map.of("$number", node.get("$number").asString())
        : node.isObject() ? expectedMap(node) : encoded(decoded(node));
  }

  private static Map<String, @Nullable Object> expectedMap(JsonNode node) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), expected(entry.getValue())));
    return map;
  }
}
