package io.sluice.engine.type.place;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** States and provinces of the USA and Canada, by code or name; anything else stays as it is (exchange 9.2). */
public final class StateType {

  private static final String[] PARTS = {"name"};

  private record State(String code, String name) {}

  private static final int LETTERS = 26;
  private static final @Nullable State[] BY_CODE = new @Nullable State[LETTERS * LETTERS];
  private static final Map<String, State> BY_NAME = new HashMap<>();

  static {
    var named =
        """
        AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|FL Florida|\
        GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|\
        MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|\
        NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|\
        OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|\
        UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|AS American Samoa|\
        GU Guam|MH Marshall Islands|MP Northern Mariana Islands|PR Puerto Rico|PW Palau|AB Alberta|\
        BC British Columbia|MB Manitoba|NB New Brunswick|NS Nova Scotia|ON Ontario|PE Prince Edward Island|QC Quebec|\
        SK Saskatchewan""";
    // The observed look-up does not find these by name (exchange 9.2, "State-name quirk"); four print with their code.
    var codeOnly =
        """
        DC District of Columbia|VI U.S. Virgin Islands|FM Federated States of Micronesia FM|\
        NL Newfoundland and Labrador|NT Northwest Territories NT|NU Nunavut NU|YT Yukon YT""";
    for (var row : named.split("\\|")) {
      var state = add(row);
      BY_NAME.put(state.name().toLowerCase(Locale.ROOT), state);
    }
    for (var row : codeOnly.split("\\|")) {
      add(row);
    }
  }

  private StateType() {}

  private static State add(String row) {
    var state = new State(row.substring(0, 2), row.substring(3));
    BY_CODE[(state.code().charAt(0) - 'A') * LETTERS + state.code().charAt(1) - 'A'] = state;
    return state;
  }

  public static Object parse(Object input, Clock clock) {
    var text = Values.text(Values.submitted(input));
    var state = text.length() == 2 ? byCode(text) : BY_NAME.get(text.toLowerCase(Locale.ROOT));
    return state == null
        ? TypedValue.valid("state", text, text, PARTS, text)
        : TypedValue.valid("state", state.code(), text, PARTS, state.name());
  }

  private static @Nullable State byCode(String text) {
    int first = letter(text.charAt(0));
    int second = letter(text.charAt(1));
    return first < 0 || second < 0 ? null : BY_CODE[first * LETTERS + second];
  }

  private static int letter(char c) {
    return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' : -1;
  }
}
