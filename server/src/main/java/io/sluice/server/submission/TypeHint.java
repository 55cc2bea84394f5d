package io.sluice.server.submission;

import java.util.Map;
import java.util.Optional;

/**
 * What people are told of a field's type.
 *
 * @param text how a value may be written
 */
public record TypeHint(String text, String example) {

  private static final TypeHint TEXT = new TypeHint("Any text.", "any text");

  private static final Map<String, TypeHint> BY_TYPE = Map.ofEntries(
      Map.entry("string", TEXT),
      Map.entry("boolean", new TypeHint("yes, true, t, 1 or no, false, f, 0; in any case.", "yes")),
      Map.entry("city", new TypeHint("The name of a city.", "Austin")),
      Map.entry("credential", new TypeHint("Any text; it is masked wherever it is kept.", "A1234567")),
      Map.entry("date", new TypeHint("YYYY-MM-DD or M/D/YYYY; other usual forms are understood.", "2026-03-31")),
      Map.entry("dob", new TypeHint("YYYY-MM-DD or M/D/YYYY; only the year is kept in clear.", "1985-04-23")),
      Map.entry("email", new TypeHint("One address.", "pat.doe@example.com")),
      Map.entry("first_name", new TypeHint("A first name.", "Pat")),
      Map.entry("gender", new TypeHint("male, female or other, or their first letters.", "female")),
      Map.entry("ip", new TypeHint("An IPv4 or IPv6 address.", "203.0.113.7")),
      Map.entry("last_name", new TypeHint("A last name.", "Doe")),
      Map.entry("number", new TypeHint("Digits, with a point before decimals; $ and thousands' commas are passed over.",
          "1250")),
      Map.entry("phone", new TypeHint("Ten digits in any spelling, or + and a country code; x begins an extension.",
          "512-789-1111")),
      Map.entry("postal_code", new TypeHint("Five or nine US digits, or a Canadian or British code.", "78701")),
      Map.entry("range", new TypeHint("From-to, such as 10-20; 10+ is open; one number is both ends.", "10-20")),
      Map.entry("ssn", new TypeHint("Nine digits; they are masked wherever they are kept.", "219-09-9999")),
      Map.entry("state", new TypeHint("A US state or Canadian province, by its two letters or its name.", "TX")),
      Map.entry("street", new TypeHint("Number and street.", "12 Main St")),
      Map.entry("time", new TypeHint("A date with a time, ISO 8601 best.", "2026-03-31T14:30:00Z")),
      Map.entry("trustedform_url", new TypeHint("The certificate's address, as TrustedForm's script writes it.",
          "https://cert.trustedform.com/0123456789abcdef0123456789abcdef01234567")),
      Map.entry("url", new TypeHint("An http or https address.", "https://www.example.com")));

  /** Where a name says more of the value than its type does. */
  private static final Map<String, String> BY_NAME = Map.of(
      "country", "US", "address_2", "Apt 4", "reference", "order-1001", "user_agent", "Mozilla/5.0", "comments",
      "Call after five", "campaign_id", "spring-26", "company", "Initech", "company.name", "Initech");

  public static TypeHint of(String type) {
    return BY_TYPE.getOrDefault(type, TEXT);
  }

  String example(String field) {
    return Optional.ofNullable(BY_NAME.get(field)).orElse(example);
  }
}
