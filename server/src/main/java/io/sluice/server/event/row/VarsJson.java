package io.sluice.server.event.row;

import io.sluice.engine.type.FieldTypes;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Variables as text and back. A typed value is written as its stored form (exchange 9.1) with its type beside it, so
 * that what is read can be asked by rules as it could before; the names of parts that a {@link PartList} knows are left
 * out.
 */
public final class VarsJson {

  private static final String TYPE = "$type";
  private static final int FIRST_CHARS = 1024;
  private static final JsonFactory FACTORY = new JsonFactory();

  private VarsJson() {}

  public static String write(@Nullable Object value) {
    return write(value, true, UnaryOperator.identity());
  }

  /** As it may be kept. Masked while it is written: most leads have nothing to mask, and are not copied for it. */
  static String write(@Nullable Object value, Masking masking) {
    return write(value, true, masking::single);
  }

  /** As the API shows it: without the types. */
  public static String show(@Nullable Object value) {
    return write(value, false, UnaryOperator.identity());
  }

  private static String write(@Nullable Object value, boolean typed, UnaryOperator<@Nullable Object> mask) {
    return text(json -> write(json, value, typed, mask));
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
    try (var json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      begin(json, JsonToken.START_OBJECT);
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      readMembers(json, true, members);
      return members;
    }
  }

  /** Without typed values. */
  public static List<@Nullable Object> readList(String text) {
    try (var json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      begin(json, JsonToken.START_ARRAY);
      return list(json, false);
    }
  }

  private static void begin(JsonParser json, JsonToken expected) {
    if (json.nextToken() != expected) {
      throw new IllegalArgumentException("begins with " + json.currentToken() + ", not " + expected);
    }
  }

  private static @Nullable Object value(JsonParser json, boolean typed) {
    return switch (json.currentToken()) {
      case START_OBJECT -> object(json, typed);
      case START_ARRAY -> list(json, typed);
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT -> json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? json.getBigIntegerValue() : Long.valueOf(json.getLongValue());
      case VALUE_NUMBER_FLOAT -> json.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no value begins with " + json.currentToken());
    };
  }

  private static Object object(JsonParser json, boolean typed) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    boolean told = readMembers(json, typed, members);
    return typed && told ? restored(members) : members;
  }

  /** @return whether they say the type of a value */
  private static boolean readMembers(JsonParser json, boolean typed, Map<String, @Nullable Object> members) {
    boolean told = false;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      // What a typed value was submitted as is no typed value, whatever it looks like.
      @Nullable Object value = value(json, typed && !told);
      told |= name.equals(TYPE);
      members.put(!name.equals(TYPE) && isLikeType(name) ? name.substring(1) : name, value);
    }
    return told;
  }

  /** A recipient may answer with a property of this name: it is written with one more dollar sign, and read with one less. */
  private static boolean isLikeType(String name) {
    return name.endsWith(TYPE) && name.chars().limit(name.length() - TYPE.length()).allMatch(c -> c == '$');
  }

  private static List<@Nullable Object> list(JsonParser json, boolean typed) {
    List<@Nullable Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(json, typed));
    }
    return list;
  }

  private static Object restored(Map<String, @Nullable Object> members) {
    if (members.get(TYPE) instanceof String type && members.containsKey("valid")
        && FieldTypes.named(type).isPresent()) {
      members.remove(TYPE);
      return PartList.read(type, members).orElseGet(() -> TypedValue.fromMap(type, members));
    }
    return members;
  }

  private static void write(
      JsonGenerator json, @Nullable Object value, boolean typed, UnaryOperator<@Nullable Object> mask) {
    switch (mask.apply(value)) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean yes -> json.writeBoolean(yes);
      case Double number when !Double.isFinite(number) -> json.writeNull();
      case Number number -> json.writeNumber(Values.text(number));
      case TypedValue known -> write(json, known, typed);
      case Map<?, ?> map -> {
        json.writeStartObject();
        map.forEach((name, member) -> {
          String told = String.valueOf(name);
          json.writeName(typed && isLikeType(told) ? "$" + told : told);
          write(json, member, typed, mask);
        });
        json.writeEndObject();
      }
      case Iterable<?> list -> {
        json.writeStartArray();
        list.forEach(member -> write(json, member, typed, mask));
        json.writeEndArray();
      }
      case Object other -> json.writeString(Values.text(other));
    }
  }

  /** It is masked as a whole, or not at all. */
  private static void write(JsonGenerator json, TypedValue value, boolean typed) {
    json.writeStartObject();
    if (typed) {
      json.writeStringProperty(TYPE, value.type());
    }
    Optional<PartList> list = typed ? PartList.of(value) : Optional.empty();
    list.ifPresentOrElse(
        known -> write(json, value, known),
        () -> value.forEach((name, part) -> {
          json.writeName(name);
          writePart(json, part, typed);
        }));
    json.writeEndObject();
  }

  /** What was submitted is left out where it is the normal form: most people write most values as they are meant. */
  private static void write(JsonGenerator json, TypedValue value, PartList list) {
    String normal = value.text();
    json.writeStringProperty("normal", normal);
    if (!normal.equals(value.raw())) {
      json.writeStringProperty("raw", Values.text(value.raw()));
    }
    json.writeBooleanProperty("valid", value.valid());
    json.writeName(list.key());
    json.writeStartArray();
    value.forEachPart((_, part) -> writePart(json, part, true));
    json.writeEndArray();
  }

  private static void writePart(JsonGenerator json, @Nullable Object part, boolean typed) {
    write(json, part, typed, UnaryOperator.identity());
  }
}
