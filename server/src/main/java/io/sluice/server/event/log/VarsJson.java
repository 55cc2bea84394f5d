package io.sluice.server.event.log;

import io.sluice.engine.type.FieldTypes;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Variables as text and back. A typed value is written as its stored form (exchange 9.1) with its type beside it, so
 * that what is read can be asked by rules as it could before.
 */
public final class VarsJson {

  private static final String TYPE = "$type";
  private static final int FIRST_CHARS = 1024;
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonMapper READER = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .enable(DeserializationFeature.USE_LONG_FOR_INTS)
      .build();

  private VarsJson() {}

  public static String write(@Nullable Object value) {
    return write(value, true);
  }

  /** As the API shows it: without the types. */
  public static String show(@Nullable Object value) {
    return write(value, false);
  }

  private static String write(@Nullable Object value, boolean typed) {
    return text(json -> write(json, value, typed));
  }

  static String text(Consumer<JsonGenerator> content) {
    var text = new StringWriter(FIRST_CHARS);
    try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      content.accept(json);
    }
    return text.toString();
  }

  /** Texts, numbers, booleans, nulls, lists, insertion-ordered maps and {@link TypedValue}s. */
  public static Map<String, @Nullable Object> read(String text) {
    Map<String, @Nullable Object> map = READER.readValue(text, new TypeReference<LinkedHashMap<String, Object>>() {});
    map.replaceAll((name, value) -> restored(value));
    return map;
  }

  public static List<@Nullable Object> readList(String text) {
    return READER.readValue(text, new TypeReference<ArrayList<Object>>() {});
  }

  private static @Nullable Object restored(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> restoredMap(map);
      case List<?> list -> {
        List<@Nullable Object> members = new ArrayList<>(list.size());
        list.forEach(member -> members.add(restored(member)));
        yield members;
      }
      case null, default -> value;
    };
  }

  private static Object restoredMap(Map<?, ?> map) {
    Map<String, @Nullable Object> named = LinkedHashMap.newLinkedHashMap(map.size());
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    if (named.get(TYPE) instanceof String type && named.containsKey("valid") && FieldTypes.named(type).isPresent()) {
      named.remove(TYPE);
      return TypedValue.fromMap(type, named);
    }
    named.replaceAll((name, value) -> restored(value));
    return named;
  }

  private static void write(JsonGenerator json, @Nullable Object value, boolean typed) {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean yes -> json.writeBoolean(yes);
      case Double number when !Double.isFinite(number) -> json.writeNull();
      case Number number -> json.writeNumber(Values.text(number));
      case TypedValue known -> {
        json.writeStartObject();
        if (typed) {
          json.writeName(TYPE);
          json.writeString(known.type());
        }
        known.forEach((name, part) -> {
          json.writeName(name);
          write(json, part, typed);
        });
        json.writeEndObject();
      }
      case Map<?, ?> map -> {
        json.writeStartObject();
        writeMembers(json, map, typed);
        json.writeEndObject();
      }
      case Iterable<?> list -> {
        json.writeStartArray();
        list.forEach(member -> write(json, member, typed));
        json.writeEndArray();
      }
      default -> json.writeString(Values.text(value));
    }
  }

  private static void writeMembers(JsonGenerator json, Map<?, ?> map, boolean typed) {
    map.forEach((name, value) -> {
      json.writeName(String.valueOf(name));
      write(json, value, typed);
    });
  }
}
