package io.sluice.server.event.search;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of a lead that a search knows and a hit shows (exchange 12.5). */
final class LeadFields {

  static final List<String> CONTACT = List.of("first_name", "last_name", "email", "phone_1", "phone_2", "address_1",
      "city", "state", "postal_code", "reference");

  static final List<String> PHONES = List.of("phone_1", "phone_2");

  /** Of a value; what stands behind it is neither shown nor found. */
  static final int MAX_CHARS = 500;

  /** Of a field that was submitted several times. */
  static final int MAX_VALUES = 20;

  private static final int LOCAL_DIGITS = 7;

  private LeadFields() {}

  /** The value's normal form; null when the lead has none that may be shown in clear. Of several values, the first. */
  static @Nullable String shown(Map<?, ?> lead, String field) {
    return lead.get(field) instanceof List<?> list
        ? list.stream().map(LeadFields::shown).filter(Objects::nonNull).findFirst().orElse(null)
        : shown(lead.get(field));
  }

  /** Puts the words of a field, of its normal form and of what was submitted, with the parts people know numbers by. */
  static void addWords(LeadWords words, Map<?, ?> lead, String field) {
    Object value = lead.get(field);
    List<?> values = value instanceof List<?> list ? list.subList(0, Math.min(MAX_VALUES, list.size())) : List.of(value);
    values.forEach(one -> addWords(words, one, PHONES.contains(field)));
  }

  private static @Nullable String shown(@Nullable Object value) {
    if (value == null || value instanceof TypedValue typed && typed.masked() && !typed.type().equals("phone")) {
      return null;
    }
    String text = Values.text(value);
    return text.isBlank() ? null : cut(text);
  }

  private static void addWords(LeadWords words, @Nullable Object value, boolean phone) {
    String shown = shown(value);
    if (shown == null) {
      return;
    }
    words.add(shown);
    if (value instanceof TypedValue typed) {
      String raw = Values.text(typed.raw());
      if (!raw.equals(shown) && !raw.isBlank()) {
        words.add(cut(raw));
      }
      if (phone) {
        addParts(words, typed, shown);
      }
    }
  }

  /** PostgreSQL keeps no NUL in a text. */
  private static String cut(String text) {
    return text.substring(0, Math.min(MAX_CHARS, text.length())).replace('\0', ' ');
  }

  /** {@code 512 555 1212}, {@code 555-1212} and {@code +1 512…} all mean the number. */
  private static void addParts(LeadWords words, TypedValue phone, String shown) {
    String digits = shown.replaceAll("\\D.*$", "");
    String area = Values.text(phone.get("area"));
    String exchange = Values.text(phone.get("exchange"));
    String line = Values.text(phone.get("line"));
    if (!exchange.isBlank() && !line.isBlank()) {
      words.add(area + " " + exchange + " " + line);
    }
    if (digits.length() > LOCAL_DIGITS) {
      words.add(digits.substring(digits.length() - LOCAL_DIGITS));
    }
    String country = Values.text(phone.get("country_calling_code"));
    if (!country.isBlank() && !digits.isEmpty()) {
      words.add(country + digits);
    }
  }
}
