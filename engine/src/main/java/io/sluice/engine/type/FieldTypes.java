package io.sluice.engine.type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every field type there is, by name (exchange 9). */
public final class FieldTypes {

  private static final StandardType.Reduction NORMAL = TypedValue::normal;

  private static final List<StandardType> TABLE = List.of(
      new StandardType("boolean", false, List.of(),
          Operators.of(Operators.TRUTH, Operators.BLANK, Operators.FORMAT), BooleanType::parse, NORMAL),
      new StandardType("email", false,
          List.of(text("raw", "The address as submitted"), text("user", "What stands before the @"),
              text("domain", "What stands after the @"), text("host", "The domain without its last label"),
              text("tld", "The last label of the domain"),
              flag("is_free", "Whether anybody can have an address at the domain"),
              flag("is_disposable", "Whether the domain gives addresses for a short time")),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.OBSCENE, Operators.FORMAT, Operators.INCLUDES,
              Operators.INCLUDED, Operators.PATTERN),
          EmailType::parse, value -> value.only("domain", "host", "tld")),
      new StandardType("number", false, List.of(),
          Operators.of(Operators.EQUAL, Operators.COMPARED, Operators.BLANK, Operators.FORMAT, Operators.INCLUDES,
              Operators.INCLUDED, Operators.BETWEEN),
          NumberType::parse, NORMAL),
      new StandardType("phone", false,
          List.of(text("raw", "The number as submitted"), text("area", "The area code"),
              text("exchange", "The three digits after the area code, in North America"),
              text("line", "The last four digits, in North America"), text("number", "The number without area code"),
              text("extension", "The extension"), text("country_code", "The country as two letters"),
              number("country_calling_code", "The country's calling code"),
              text("type", "home, work or mobile, where the sender said so"),
              flag("is_tollfree", "Whether the call is free for the caller")),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.FORMAT, Operators.INCLUDES, Operators.INCLUDED),
          PhoneType::parse,
          value -> value.only("type", "country_code", "country_calling_code", "area", "exchange", "is_tollfree")),
      new StandardType("state", false,
          List.of(text("raw", "The text as submitted"), text("name", "The state's full name")),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.OBSCENE, Operators.INCLUDES, Operators.INCLUDED),
          StateType::parse, NORMAL),
      new StandardType("string", false, List.of(),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.OBSCENE, Operators.INCLUDES, Operators.INCLUDED,
              Operators.PATTERN),
          Plain::string, NORMAL));

  private static final List<FieldType> ALL = List.copyOf(TABLE);
  private static final Map<String, StandardType> BY_NAME =
      TABLE.stream().collect(Collectors.toUnmodifiableMap(StandardType::name, type -> type));

  private FieldTypes() {}

  /** Empty for a name that is no type: such a value stays untouched (exchange 9.1). */
  public static Optional<FieldType> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** All types in alphabetical order. */
  public static List<FieldType> all() {
    return ALL;
  }

  static StandardType require(String name) {
    var type = BY_NAME.get(name);
    if (type == null) {
      throw new IllegalArgumentException("no field type is named " + name);
    }
    return type;
  }

  private static Component text(String name, String description) {
    return new Component(name, "string", description);
  }

  private static Component number(String name, String description) {
    return new Component(name, "number", description);
  }

  private static Component flag(String name, String description) {
    return new Component(name, "boolean", description);
  }
}
