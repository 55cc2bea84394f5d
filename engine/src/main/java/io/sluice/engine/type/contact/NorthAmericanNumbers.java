package io.sluice.engine.type.contact;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * A short way for numbers of the country code 1, which are most of them: reading and checking one in the library costs
 * about as much as the rest of a submission.
 */
public final class NorthAmericanNumbers {

  private static final int COUNTRY = 1;
  private static final int LENGTH = 10;
  private static final int LINE = 10_000;
  private static final int FIRST_OFFICE = 200_000;
  private static final int OFFICES = 800_000;
  private static final int BLOCK = 1_000;
  private static final byte GOOD = 1;
  private static final byte BAD = 2;
  private static final byte MIXED = 3;

  /**
   * What the library said, by area and exchange. Whether a number is valid hangs on the first of its line digits in a
   * few exchanges, which are {@link #MIXED}, and never on the last three: a test holds that against the library's data.
   * Bytes, because threads may write them without a lock: both write the same.
   */
  private static final byte[] OFFICE_KINDS = new byte[OFFICES];

  private NorthAmericanNumbers() {}

  /** The ten digits, when the text is nothing but them, their country code and common punctuation; else null. */
  public static @Nullable String plain(String text) {
    var digits = new char[LENGTH];
    int count = 0;
    boolean country = false;
    boolean international = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        if (count == 0 && c == '1' && !country) {
          country = true;
        } else if (count == LENGTH || count == 0 && c < '2') {
          return null;
        } else {
          digits[count++] = c;
        }
      } else if (c == '+' && i == 0) {
        international = true;
      } else if (" ()-.".indexOf(c) < 0) {
        return null;
      }
    }
    return count == LENGTH && (country || !international) ? new String(digits) : null;
  }

  /** @param national ten digits, the first of them 2 to 9 */
  static boolean valid(String national) {
    long number = Long.parseLong(national);
    int office = (int) (number / LINE);
    byte kind = OFFICE_KINDS[office - FIRST_OFFICE];
    if (kind == 0) {
      kind = kindOf(office);
      OFFICE_KINDS[office - FIRST_OFFICE] = kind;
    }
    return kind == MIXED ? asked(number) : kind == GOOD;
  }

  private static byte kindOf(int office) {
    long first = (long) office * LINE;
    boolean valid = asked(first);
    for (long number = first + BLOCK; number < first + LINE; number += BLOCK) {
      if (asked(number) != valid) {
        return MIXED;
      }
    }
    return valid ? GOOD : BAD;
  }

  private static boolean asked(long number) {
    return PhoneNumberUtil.getInstance()
        .isValidNumber(new PhoneNumber().setCountryCode(COUNTRY).setNationalNumber(number));
  }
}
