package io.sluice.server.http.body;

/** Which characters there are in XML, where they may stand, and by which names. */
final class XmlCharacters {

  private XmlCharacters() {}

  static boolean isXml(int c) {
    return c == '\t' || c == '\n' || c == '\r' || c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD
        || c >= 0x10000 && c <= 0x10FFFF;
  }

  static boolean isBlank(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  static boolean isNameStart(char c) {
    return c == '_' || c == ':' || Character.isLetter(c) || Character.isSurrogate(c);
  }

  static boolean isNamePart(char c) {
    return isNameStart(c) || c == '-' || c == '.' || c == '\u00B7' || Character.isDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  /** What stands between {@code &} and {@code ;}; -1 for what refers to no character. */
  static int referredTo(String name) {
    return switch (name) {
      case "amp" -> '&';
      case "lt" -> '<';
      case "gt" -> '>';
      case "quot" -> '"';
      case "apos" -> '\'';
      default -> numbered(name);
    };
  }

  private static int numbered(String name) {
    boolean hex = name.startsWith("#x") || name.startsWith("#X");
    int character = -1;
    for (int i = hex ? 2 : 1; name.startsWith("#") && i < name.length(); i++) {
      int digit = name.charAt(i) < 128 ? Character.digit(name.charAt(i), hex ? 16 : 10) : -1;
      if (digit < 0) {
        return -1;
      }
      character = Math.max(character, 0) * (hex ? 16 : 10) + digit;
      if (character > Character.MAX_CODE_POINT) {
        return -1;
      }
    }
    return character;
  }
}
