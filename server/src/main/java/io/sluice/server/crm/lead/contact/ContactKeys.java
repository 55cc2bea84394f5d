package io.sluice.server.crm.lead.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What leads of the same person have in common (crm 2.16): the address trimmed and in lower case, the number's digits
 * without a country code.
 *
 * @param email absent where there is no address
 * @param phone absent where there is no number
 */
public record ContactKeys(@Nullable String email, @Nullable String phone) {

  private static final String USUAL_REGION = "US";
  private static final int MAX_REGION_CHARS = 2;

  static ContactKeys of(Contact contact) {
    String email = contact.email();
    return new ContactKeys(email == null ? null : email.strip().toLowerCase(Locale.ROOT),
        phone(contact.phone(), contact.country()));
  }

  public List<String> all() {
    return Stream.of(Optional.ofNullable(email), Optional.ofNullable(phone)).flatMap(Optional::stream).toList();
  }

  /**
   * Written with its country code or without, a number has the same key: the library takes the code off where what is
   * left is long enough to be a number of its country.
   *
   * @param country where a number without a code is dialled, if it is a code such as {@code GB}
   */
  static @Nullable String phone(@Nullable String text, @Nullable String country) {
    String digits = digits(text);
    if (text == null || digits.isEmpty()) {
      return null;
    }
    String dialled = digits.startsWith("00") ? "+" + digits.substring(2) : text;
    String region = country != null && country.length() == MAX_REGION_CHARS
        ? country.toUpperCase(Locale.ROOT) : USUAL_REGION;
    return national(dialled, region)
        .or(() -> dialled.startsWith("+") ? Optional.empty() : national("+" + digits, region))
        .orElse(digits);
  }

  private static Optional<String> national(String dialled, String region) {
    PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    try {
      PhoneNumber number = library.parse(dialled, region);
      return library.isPossibleNumber(number)
          ? Optional.of(library.getNationalSignificantNumber(number)) : Optional.empty();
    } catch (NumberParseException notOne) {
      return Optional.empty(); // its digits are all there is to compare
    }
  }

  static String digits(@Nullable String text) {
    StringBuilder digits = new StringBuilder();
    if (text != null) {
      text.codePoints().filter(Character::isDigit).forEach(c -> digits.append(Character.digit(c, 10)));
    }
    return digits.toString();
  }
}
