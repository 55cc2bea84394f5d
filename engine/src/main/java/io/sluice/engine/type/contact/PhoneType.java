package io.sluice.engine.type.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Telephone numbers, read as dialled from the USA unless they begin with + (exchange 9.2). */
public final class PhoneType {

  private static final String[] WORLD =
      {"area", "number", "extension", "country_code", "country_calling_code", "type", "is_tollfree"};
  private static final String[] AMERICAN = {
    "area", "exchange", "line", "number", "extension", "country_code", "country_calling_code", "type", "is_tollfree"
  };
  private static final String[] WORLD_MASKED =
      {"area", "number", "extension", "country_code", "country_calling_code", "type", "is_tollfree", "masked"};
  private static final String[] AMERICAN_MASKED = {
    "area", "exchange", "line", "number", "extension", "country_code", "country_calling_code", "type", "is_tollfree",
    "masked"
  };
  private static final String[] TYPE_ONLY = {"type"};

  private static final Set<String> TOLL_FREE = Set.of("800", "844", "855", "866", "877", "888");
  private static final int NORTH_AMERICA = 1;
  private static final int AREA_LENGTH = 3;
  private static final int EXCHANGE_LENGTH = 3;
  private static final int LINE_LENGTH = 4;
  private static final int LOCAL_LENGTH = EXCHANGE_LENGTH + LINE_LENGTH;
  private static final String NO_AREA = "***";

  /** Stands for a masked digit while the library reads the number; any digit that may begin an area code will do. */
  private static final char STAND_IN = '2';

  private PhoneType() {}

  public static Object parse(Object input, Clock clock) {
    var given = Values.text(Values.submitted(input));
    var hint = hint(given);
    var text = hint == null ? given : given.substring(0, hintStart(given));
    var american = NorthAmericanNumbers.plain(text);
    if (american != null) {
      return american(text, american, null, hint, NorthAmericanNumbers.valid(american), false);
    }
    boolean masked = text.indexOf('*') >= 0;
    PhoneNumber number;
    try {
      number = PhoneNumberUtil.getInstance().parse(trimmed(masked ? text.replace('*', STAND_IN) : text), "US");
    } catch (NumberParseException noNumber) {
      // The library says "this is not a number" by throwing; here that is an invalid value, not an error.
      return hint == null
          ? TypedValue.invalid("phone", text, text)
          : TypedValue.of("phone", text, text, false, TYPE_ONLY, hint);
    }
    return masked ? masked(text, number, hint) : whole(text, number, hint);
  }

  /** The library leaves letters of every alphabet at the end, where no number is. */
  private static String trimmed(String text) {
    int end = text.length();
    while (end > 0 && !endsNumber(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  private static boolean endsNumber(char c) {
    return c == '#' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || Character.isDigit(c);
  }

  private static TypedValue whole(String text, PhoneNumber number, @Nullable String hint) {
    var library = PhoneNumberUtil.getInstance();
    var national = library.getNationalSignificantNumber(number);
    var extension = number.getExtension().isEmpty() ? null : number.getExtension();
    return split(text, number, national, extension, hint, library.isValidNumber(number), false);
  }

  private static TypedValue masked(String text, PhoneNumber number, @Nullable String hint) {
    var marks = marks(text);
    int extensionLength = number.getExtension().length();
    int nationalEnd = marks.length() - extensionLength;
    var national = PhoneNumberUtil.getInstance().getNationalSignificantNumber(number);
    int nationalStart = nationalEnd - national.length();
    if (nationalStart < 0) {
      // Letters that stand for digits beside masked ones: which digit is hidden can no longer be told.
      return TypedValue.invalid("phone", text, text);
    }
    var extension = extensionLength == 0 ? null : marks.substring(nationalEnd);
    return split(text, number, marks.substring(nationalStart, nationalEnd), extension, hint, true, true);
  }

  private static TypedValue split(
      String text,
      PhoneNumber number,
      String national,
      @Nullable String extension,
      @Nullable String hint,
      boolean valid,
      boolean masked) {
    int callingCode = number.getCountryCode();
    if (callingCode == NORTH_AMERICA) {
      return american(text, national, extension, hint, valid, masked);
    }
    var library = PhoneNumberUtil.getInstance();
    int areaLength = library.getLengthOfNationalDestinationCode(number);
    var area = areaLength == 0 ? null : national.substring(0, areaLength);
    var local = national.substring(areaLength);
    var country = library.getRegionCodeForCountryCode(callingCode);
    var normal = normal(national, extension);
    long code = callingCode;
    return masked
        ? TypedValue.of("phone", normal, text, valid, WORLD_MASKED, area, local, extension, country, code, hint, false,
            true)
        : TypedValue.of("phone", normal, text, valid, WORLD, area, local, extension, country, code, hint, false);
  }

  private static TypedValue american(
      String text,
      String national,
      @Nullable String extension,
      @Nullable String hint,
      boolean valid,
      boolean masked) {
    boolean hasArea = national.length() == AREA_LENGTH + LOCAL_LENGTH && national.charAt(0) != '0'
        && national.charAt(0) != '1';
    var area = hasArea ? national.substring(0, AREA_LENGTH) : NO_AREA;
    int start = hasArea ? AREA_LENGTH : 0;
    var exchange = part(national, start, EXCHANGE_LENGTH);
    var line = part(national, start + EXCHANGE_LENGTH, LINE_LENGTH);
    var local = part(national, start, LOCAL_LENGTH);
    var normal = normal(national, extension);
    boolean tollFree = TOLL_FREE.contains(area);
    // Canada and the Caribbean are told as the USA too, as observed.
    return masked
        ? TypedValue.of("phone", normal, text, valid, AMERICAN_MASKED, area, exchange, line, local, extension, "US", 1L,
            hint, tollFree, true)
        : TypedValue.of("phone", normal, text, valid, AMERICAN, area, exchange, line, local, extension, "US", 1L, hint,
            tollFree);
  }

  private static String normal(String national, @Nullable String extension) {
    return extension == null ? national : national + "x" + extension;
  }

  private static String part(String text, int start, int length) {
    return text.substring(Math.min(start, text.length()), Math.min(start + length, text.length()));
  }

  /** The digits and mask characters of {@code text}, in order. */
  private static String marks(String text) {
    var marks = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*') {
        marks.append(c);
      } else if (Character.isDigit(c)) {
        marks.append(Character.digit(c, 10));
      }
    }
    return marks.toString();
  }

  /** A small letter at the very end, bare or in brackets, says what the number is for. */
  private static @Nullable String hint(String text) {
    int letter = hintLetter(text);
    return letter < 0
        ? null
        : switch (text.charAt(letter)) {
          case 'h' -> "home";
          case 'w' -> "work";
          case 'c', 'm' -> "mobile";
          default -> null;
        };
  }

  private static int hintLetter(String text) {
    int last = text.length() - 1;
    return last > 0 && closes(text.charAt(last)) ? last - 1 : last;
  }

  private static int hintStart(String text) {
    int end = hintLetter(text);
    if (end > 0 && opens(text.charAt(end - 1))) {
      end--;
    }
    while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private static boolean opens(char c) {
    return c == '(' || c == '[';
  }

  private static boolean closes(char c) {
    return c == ')' || c == ']';
  }
}
