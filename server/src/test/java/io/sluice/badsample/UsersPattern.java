package io.sluice.badsample;

import java.util.function.Function;
import java.util.regex.Pattern;

/** Gives somebody else's pattern to a matcher that backtracks, in each of the ways there are. */
public final class UsersPattern {

  private UsersPattern() {}

  public static boolean matches(String pattern, String text) {
    return text.matches(pattern);
  }

  public static String[] split(String pattern, String text) {
    return text.split(pattern, -1);
  }

  public static String replaced(String pattern, String text) {
    return text.replaceAll(pattern, "");
  }

  public static Pattern compiled(String pattern) {
    return Pattern.compile("^" + pattern, Pattern.CASE_INSENSITIVE);
  }

  public static Function<String, Pattern> handed() {
    return Pattern::compile;
  }
}
