package io.sluice.engine.template.pattern;

/** Shell-style patterns: {@code *} any text, {@code ?} one character, {@code [a-z]} one of, {@code {a,b}} either. */
final class Glob {

  private Glob() {}

  /**
   * Exchange 6.2 takes "a regular expression or a glob" without saying how they are told apart. A text is read as a
   * glob when it has {@code *} or {@code ?} after a plain character or at the start, and nothing that only a regular
   * expression has.
   */
  static boolean looksLikeOne(String source) {
    boolean wild = false;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if ("\\^$+|()".indexOf(c) >= 0) {
        return false;
      }
      if (c == '*' || c == '?') {
        char before = i == 0 ? ' ' : source.charAt(i - 1);
        if (before == '.' || before == ']' || (before == '}' && !isAlternation(source, i - 1))) {
          return false;
        }
        wild = true;
      }
    }
    return wild;
  }

  /** {@code {2,3}} after something repeats it; any other braces are alternatives. */
  private static boolean isAlternation(String source, int close) {
    int open = source.lastIndexOf('{', close);
    return open == 0 || open > 0 && !source.substring(open + 1, close).matches("[0-9,]*");
  }

  static String toRegex(String glob) {
    var regex = new StringBuilder();
    boolean inBraces = false;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      int close = c == '[' ? glob.indexOf(']', i + 2) : c == '{' ? glob.indexOf('}', i) : -1;
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else if (c == '[' && close > 0) {
        String members = glob.substring(i + 1, close);
        boolean none = members.startsWith("!") || members.startsWith("^");
        regex.append(none ? "[^" : "[").append(escapedMembers(none ? members.substring(1) : members)).append(']');
        i = close;
      } else if (c == '{' && close > 0 && !inBraces) {
        regex.append("(?:");
        inBraces = true;
      } else if (c == '}' && inBraces) {
        regex.append(')');
        inBraces = false;
      } else if (c == ',' && inBraces) {
        regex.append('|');
      } else {
        regex.append(com.google.re2j.Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  private static String escapedMembers(String members) {
    return members.replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^");
  }
}
