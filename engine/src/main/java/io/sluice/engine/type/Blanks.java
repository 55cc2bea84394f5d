package io.sluice.engine.type;

/** Blank characters as the observed system takes them: Unicode's spaces and line ends, and the byte order mark. */
public final class Blanks {

  private Blanks() {}

  public static boolean is(char c) {
    return c <= ' ' ? c == ' ' || c >= '\t' && c <= '\r' : c >= '\u00a0' && isWide(c);
  }

  private static boolean isWide(char c) {
    return c == '\u00a0' || c == '\ufeff' || c == '\u2028' || c == '\u2029'
        || Character.getType(c) == Character.SPACE_SEPARATOR;
  }

  public static String trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && is(text.charAt(start))) {
      start++;
    }
    while (end > start && is(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /** The index of the first blank from {@code start} on, or the length. */
  public static int next(String text, int start) {
    int at = start;
    while (at < text.length() && !is(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The index of the first character from {@code start} on that is no blank, or the length. */
  public static int skip(String text, int start) {
    int at = start;
    while (at < text.length() && is(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
