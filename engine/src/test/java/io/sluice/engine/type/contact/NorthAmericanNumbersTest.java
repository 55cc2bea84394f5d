package io.sluice.engine.type.contact;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NorthAmericanNumbersTest {

  private static final int NUMBERS = 10_000;
  private static final String[] WRITTEN = {
    "%s%s%s", "(%s) %s-%s", "%s-%s-%s", "%s.%s.%s", "1%s%s%s", "+1 %s %s %s", "1-%s-%s-%s", " %s %s %s ", "-%s%s.%s"
  };

  @Test
  void the_short_way_says_what_the_library_says() throws NumberParseException {
    var random = new Random(20_260_115);
    var library = PhoneNumberUtil.getInstance();
    for (int i = 0; i < NUMBERS; i++) {
      var digits = Long.toString(2_000_000_000L + random.nextLong(8_000_000_000L));
      var text = WRITTEN[i % WRITTEN.length].formatted(digits.substring(0, 3), digits.substring(3, 6),
          digits.substring(6));
      var number = library.parse(text, "US");
      assertThat(NorthAmericanNumbers.plain(text)).isEqualTo(library.getNationalSignificantNumber(number));
      assertThat(library.isPossibleNumber(number)).as(digits).isTrue();
      assertThat("+1" + NorthAmericanNumbers.plain(text)).isEqualTo(library.format(number, PhoneNumberFormat.E164));
      assertThat(NorthAmericanNumbers.valid(digits)).as(digits).isEqualTo(library.isValidNumber(number));
    }
  }

  @Test
  void an_exchange_of_which_only_some_lines_are_assigned_is_known_line_by_line() {
    assertThat(NorthAmericanNumbers.valid("2465220999")).isTrue();
    assertThat(NorthAmericanNumbers.valid("2465221000")).isFalse();
  }

  @Test
  void whatever_is_not_ten_plain_digits_goes_the_long_way() {
    for (var text : new String[] {
      "", "7891111", "51278911111", "+5127891111", "0127891111", "1127891111", "5127891111x4", "512-FLO-WERS",
      "5127891111*", "+44 20 7946 0018", "512/789/1111"
    }) {
      assertThat(NorthAmericanNumbers.plain(text)).as(text).isNull();
    }
  }
}
