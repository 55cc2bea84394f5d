package io.sluice.server.http.body;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/** Values as compact JSON text. */
public final class JsonText {

  private JsonText() {}

  /**
   * Texts, numbers ({@code 2} for 2.0, null for NaN), booleans, null, lists and maps of these; of a typed value its
   * normal form; of anything else its text.
   */
  public static String write(@Nullable Object value) {
    var text = new StringWriter(128);
    try (var json = JsonBody.FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      write(json, value);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean yes -> json.writeBoolean(yes);
      case Double number when !Double.isFinite(number) -> json.writeNull();
      case Number number -> json.writeNumber(Values.text(number));
      case TypedValue typed -> write(json, typed.value());
      case Map<?, ?> map -> writeMap(json, map);
      case Iterable<?> list -> writeList(json, list);
      default -> json.writeString(Values.text(value));
    }
  }

  private static void writeMap(JsonGenerator json, Map<?, ?> map) {
    json.writeStartObject();
    for (var entry : map.entrySet()) {
      json.writeName(String.valueOf(entry.getKey()));
      write(json, entry.getValue());
    }
    json.writeEndObject();
  }

  private static void writeList(JsonGenerator json, Iterable<?> list) {
    json.writeStartArray();
    for (var element : list) {
      write(json, element);
    }
    json.writeEndArray();
  }
}
