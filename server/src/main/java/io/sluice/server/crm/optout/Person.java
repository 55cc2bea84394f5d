package io.sluice.server.crm.optout;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.sluice.engine.type.contact.NorthAmericanNumbers;
import io.sluice.server.kernel.EmailAddress;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** By what a person is known: what two ways of writing an address or a number have in common. Never stored. */
final class Person {

  private static final String USUAL_REGION = "US";
  private static final int MAX_CHARS = 254;

  private final Set<String> texts = new LinkedHashSet<>();

  /** @param country where a number without a code is dialled, if it is a code such as {@code GB} */
  static Person of(@Nullable String email, @Nullable String phone, @Nullable String country) {
    return new Person().email(email).phone(phone, country);
  }

  Person email(@Nullable String email) {
    if (email != null && email.length() <= MAX_CHARS && EmailAddress.read(email.strip()).isPresent()) {
      texts.add("email " + email.strip().toLowerCase(Locale.ROOT));
    }
    return this;
  }

  Person phone(@Nullable String phone, @Nullable String country) {
    if (phone == null || phone.isBlank() || phone.length() > MAX_CHARS) {
      return this;
    }
    String region = country != null && country.strip().length() == 2
        ? country.strip().toUpperCase(Locale.ROOT) : USUAL_REGION;
    String american = region.equals(USUAL_REGION) ? NorthAmericanNumbers.plain(phone) : null;
    if (american != null) {
      texts.add("phone +1" + american); // as the library would say, at a twentieth of its price
      return this;
    }
    PhoneNumberUtil library = PhoneNumberUtil.getInstance();
    try {
      PhoneNumber number = library.parse(phone, region);
      if (library.isPossibleNumber(number)) {
        texts.add("phone " + library.format(number, PhoneNumberFormat.E164));
      }
    } catch (NumberParseException notOne) {
      return this; // nobody can be called at it
    }
    return this;
  }

  boolean unknown() {
    return texts.isEmpty();
  }

  Set<String> texts() {
    return texts;
  }
}
