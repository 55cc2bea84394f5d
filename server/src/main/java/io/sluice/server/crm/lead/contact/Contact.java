package io.sluice.server.crm.lead.contact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who a lead is and where. Made by {@link #of}: without outer spaces, and what is blank is absent. */
public record Contact(
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String address,
    @Nullable String city,
    @Nullable String state,
    @Nullable String zipCode,
    @Nullable String country) {

  public static final int MAX_CHARS = 255;
  private static final int MAX_EMAIL_CHARS = 254;
  private static final int MAX_PHONE_CHARS = 40;
  private static final int MIN_PHONE_DIGITS = 3;
  private static final Pattern EMAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");

  public static Contact of(
      @Nullable String firstName, @Nullable String lastName, @Nullable String email, @Nullable String phone,
      @Nullable String address, @Nullable String city, @Nullable String state, @Nullable String zipCode,
      @Nullable String country) {
    return new Contact(kept(firstName), kept(lastName), kept(email), kept(phone), kept(address), kept(city),
        kept(state), kept(zipCode), kept(country));
  }

  private static @Nullable String kept(@Nullable String text) {
    // PostgreSQL has no zero character.
    String kept = text == null ? "" : text.replace("\0", "").strip();
    return kept.isEmpty() ? null : kept;
  }

  /** All that is wrong with it: field → sentences to be read after the field's name. Empty: a lead may be made of it. */
  public Map<String, List<String>> problems() {
    Map<String, List<String>> problems = new TreeMap<>();
    if (email == null && phone == null) {
      tell(problems, "email", "or phone must be given");
    }
    if (email != null && !EMAIL.matcher(email).matches()) {
      tell(problems, "email", "must be an e-mail address");
    }
    if (phone != null && phone.chars().filter(Character::isDigit).count() < MIN_PHONE_DIGITS) {
      tell(problems, "phone", "must be a phone number");
    }
    limit(problems, "email", email, MAX_EMAIL_CHARS);
    limit(problems, "phone", phone, MAX_PHONE_CHARS);
    limit(problems, "first_name", firstName, MAX_CHARS);
    limit(problems, "last_name", lastName, MAX_CHARS);
    limit(problems, "address", address, MAX_CHARS);
    limit(problems, "city", city, MAX_CHARS);
    limit(problems, "state", state, MAX_CHARS);
    limit(problems, "zip_code", zipCode, MAX_CHARS);
    limit(problems, "country", country, MAX_CHARS);
    return problems;
  }

  private static void limit(Map<String, List<String>> problems, String field, @Nullable String value, int max) {
    if (value != null && value.length() > max) {
      tell(problems, field, "must have at most " + max + " characters");
    }
  }

  private static void tell(Map<String, List<String>> problems, String field, String sentence) {
    problems.computeIfAbsent(field, _ -> new ArrayList<>()).add(sentence);
  }

  public @Nullable String fullName() {
    String name = Stream.of(Optional.ofNullable(firstName), Optional.ofNullable(lastName))
        .flatMap(Optional::stream).collect(Collectors.joining(" "));
    return name.isEmpty() ? null : name;
  }

  public ContactKeys keys() {
    return ContactKeys.of(this);
  }
}
