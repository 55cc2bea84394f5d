package io.sluice.engine.template.pattern;

import io.sluice.engine.template.BadTemplate;

/**
 * The look-behind at the start and the look-ahead at the end of a pattern, which RE2 has not: they are matched as
 * ordinary groups beside the body, and the match proper is the body's group.
 *
 * @param behind empty where there is none
 * @param behindWidth how many characters the look-behind covers
 * @param ahead empty where there is none
 */
record LookAround(String behind, int behindWidth, String body, String ahead) {

  boolean isNone() {
    return behind.isEmpty() && ahead.isEmpty();
  }

  static LookAround split(String source) {
    String rest = source;
    String behind = "";
    if (rest.startsWith("(?<=")) {
      int close = closing(rest, 0);
      if (close > 0) {
        behind = rest.substring(4, close);
        rest = rest.substring(close + 1);
      }
    }
    String ahead = "";
    int open = rest.lastIndexOf("(?=");
    if (open >= 0 && closing(rest, open) == rest.length() - 1) {
      ahead = rest.substring(open + 3, rest.length() - 1);
      rest = rest.substring(0, open);
    }
    return new LookAround(behind, width(behind), rest, ahead);
  }

  /** The index of the parenthesis that closes the one at {@code open}; -1 when none does. */
  private static int closing(String text, int open) {
    int depth = 0;
    boolean inClass = false;
    for (int i = open; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (inClass) {
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private static int width(String pattern) {
    int width = 0;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if ("*+?{}|()".indexOf(c) >= 0) {
        throw new BadTemplate("the look-behind '" + pattern + "' must have a fixed width");
      }
      if (c == '\\') {
        i++;
        width += i < pattern.length() && "bBAzZ".indexOf(pattern.charAt(i)) >= 0 ? 0 : 1;
      } else if (c == '[') {
        int close = pattern.indexOf(']', i + 2);
        i = close < 0 ? pattern.length() : close;
        width++;
      } else if (c != '^' && c != '$') {
        width++;
      }
    }
    return width;
  }
}
