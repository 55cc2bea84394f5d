package io.sluice.engine.type;

import io.sluice.engine.type.contact.EmailType;
import io.sluice.engine.type.contact.PhoneType;
import io.sluice.engine.type.date.DateType;
import io.sluice.engine.type.date.TimeType;
import io.sluice.engine.type.number.NumberType;
import io.sluice.engine.type.number.RangeType;
import io.sluice.engine.type.person.GenderType;
import io.sluice.engine.type.person.SsnType;
import io.sluice.engine.type.place.PostalCodeType;
import io.sluice.engine.type.place.StateType;
import io.sluice.engine.type.place.StreetType;
import io.sluice.engine.type.web.IpType;
import io.sluice.engine.type.web.TrustedFormUrlType;
import io.sluice.engine.type.web.UrlType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Every field type there is, by name (exchange 9). */
public final class FieldTypes {

  private static final StandardType.Reduction NORMAL = TypedValue::normal;
  private static final StandardType.Reduction AS_TEXT = TypedValue::text;
  private static final StandardType.Reduction NEVER = value -> null;

  private static final List<String> TEXT_WITH_FORMAT =
      Operators.of(Operators.EQUAL, Operators.BLANK, Operators.OBSCENE, Operators.FORMAT, Operators.INCLUDES,
          Operators.INCLUDED, Operators.PATTERN);
  private static final List<String> NAME =
      Operators.of(Operators.EQUAL, Operators.BLANK, Operators.OBSCENE, Operators.FORMAT, Operators.PATTERN);
  private static final List<String> MOMENT =
      Operators.of(Operators.EQUAL, Operators.COMPARED, Operators.BLANK, Operators.FORMAT, Operators.BETWEEN);

  private static final List<StandardType> TABLE = List.of(
      new StandardType("boolean", false, List.of(),
          Operators.of(Operators.TRUTH, Operators.BLANK, Operators.FORMAT), BooleanType::parse, NORMAL),
      new StandardType("city", false, List.of(text("raw", "The value as submitted")), TEXT_WITH_FORMAT,
          Plain.textOnly("city"), NORMAL),
      new StandardType("credential", true, List.of(),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.INCLUDES, Operators.INCLUDED), Plain::credential,
          NEVER),
      new StandardType("date", false, List.of(text("raw", "The date as submitted")), MOMENT, DateType::date, AS_TEXT),
      new StandardType("dob", true,
          List.of(text("raw", "The date as submitted"), number("age", "Years lived, to one decimal"),
              number("year", "The year of birth")),
          MOMENT, DateType::dob, value -> value.only("age", "year")),
      new StandardType("email", false,
          List.of(text("raw", "The address as submitted"), text("user", "What stands before the @"),
              text("domain", "What stands after the @"), text("host", "The domain without its last label"),
              text("tld", "The last label of the domain"),
              flag("is_free", "Whether anybody can have an address at the domain"),
              flag("is_disposable", "Whether the domain gives addresses for a short time")),
          TEXT_WITH_FORMAT, EmailType::parse, value -> value.only("domain", "host", "tld")),
      new StandardType("first_name", false, List.of(text("raw", "The value as submitted")), NAME,
          Plain.textOnly("first_name"), NORMAL),
      new StandardType("gender", false,
          List.of(text("raw", "The text as submitted"), text("abbr", "M, F or O")),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.FORMAT), GenderType::parse, TypedValue::toMap),
      new StandardType("ip", false,
          List.of(text("raw", "The address as submitted"), flag("is_ipv4", "Whether it is a version 4 address"),
              text("ipv6_format", "The address written as version 6")),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.FORMAT, Operators.INCLUDES, Operators.INCLUDED),
          IpType::parse, TypedValue::toMap),
      new StandardType("last_name", false, List.of(text("raw", "The value as submitted")), NAME,
          Plain.textOnly("last_name"), NORMAL),
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
      new StandardType("postal_code", false,
          List.of(text("raw", "The code as submitted"), text("country_code", "US, CA or GB"),
              text("zip", "The first five digits, in the USA"), text("four", "The last four digits, in the USA"),
              text("fsa", "The forward sortation area, in Canada"), text("ldu", "The local delivery unit, in Canada"),
              text("outcode", "The outward part, in the United Kingdom"),
              text("incode", "The inward part, in the United Kingdom")),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.FORMAT, Operators.INCLUDES, Operators.INCLUDED,
              Operators.PATTERN),
          PostalCodeType::parse,
          value -> value.only("normal", "country_code", "code", "zip", "fsa", "district", "ldu", "outcode", "incode")),
      new StandardType("range", false,
          List.of(text("raw", "The range as submitted"), number("mid", "The average without its fraction"),
              number("max", "The upper end"), number("min", "The lower end"),
              number("avg", "The average, to two decimals")),
          Operators.of(Operators.EQUAL, Operators.COMPARED, Operators.BLANK, Operators.FORMAT, Operators.INCLUDES,
              Operators.INCLUDED),
          RangeType::parse, value -> value.only("normal", "min", "max", "avg", "mid")),
      new StandardType("ssn", true,
          List.of(text("raw", "The number as submitted"), text("first_three", "The first three digits"),
              text("middle_two", "The fourth and fifth digit"), number("last_four", "The last four digits")),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.FORMAT, Operators.INCLUDES, Operators.INCLUDED),
          SsnType::parse, NEVER),
      new StandardType("state", false,
          List.of(text("raw", "The text as submitted"), text("name", "The state's full name")),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.OBSCENE, Operators.INCLUDES, Operators.INCLUDED),
          StateType::parse, NORMAL),
      new StandardType("street", false,
          List.of(text("raw", "The text as submitted"), text("number", "The house number"),
              text("name", "The street's name")),
          TEXT_WITH_FORMAT, StreetType::parse, NEVER),
      new StandardType("string", false, List.of(),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.OBSCENE, Operators.INCLUDES, Operators.INCLUDED,
              Operators.PATTERN),
          Plain::string, NORMAL),
      new StandardType("time", false, List.of(text("raw", "The text as submitted")), MOMENT, TimeType::parse, AS_TEXT),
      new StandardType("trustedform_url", false,
          List.of(text("raw", "The address as submitted"), text("type", "web, mobile, facebook or masked, where known"),
              text("cert_id", "The certificate's id"), flag("is_masked", "Whether the id is masked"),
              flag("is_web", "Whether the form was a web page"), flag("is_mobile", "Whether the form was in an app"),
              flag("is_facebook", "Whether the form was a Facebook lead ad"), text("host", "The address's host"),
              text("path", "The address's path")),
          Operators.of(Operators.BLANK, Operators.FORMAT), TrustedFormUrlType::parse, TypedValue::toMap),
      new StandardType("url", false,
          List.of(text("raw", "The address as submitted"), text("protocol", "http or https"),
              text("host", "The host, with the port unless it is the usual one"), text("port", "The unusual port"),
              text("path", "The path"), text("query", "What follows the question mark"),
              text("hash", "The hash sign and what follows it")),
          Operators.of(Operators.EQUAL, Operators.BLANK, Operators.OBSCENE, Operators.FORMAT, Operators.INCLUDES,
              Operators.INCLUDED),
          UrlType::parse, TypedValue::toMap));

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
