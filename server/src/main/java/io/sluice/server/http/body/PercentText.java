package io.sluice.server.http.body;

import java.nio.charset.StandardCharsets;

/** Percent-encoding as forms and queries use it, in UTF-8. */
public final class PercentText {

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PercentText() {}

  /**
   * Plus signs become blanks. An escape that is none stays as it was sent, and bytes that are no UTF-8 become U+FFFD:
   * a lead is worth more than a well-formed escape (observed).
   */
  public static String decode(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) != '%' && text.charAt(i) != '+') {
      i++;
    }
    return i == to ? text.substring(from, to) : decodeEscapes(text, from, to);
  }

  private static String decodeEscapes(String text, int from, int to) {
    var decoded = new StringBuilder(to - from);
    byte[] run = new byte[(to - from) / 3];
    int i = from;
    while (i < to) {
      int length = 0;
      while (isEscape(text, i, to)) {
        run[length++] = (byte) (digit(text.charAt(i + 1)) << 4 | digit(text.charAt(i + 2)));
        i += 3;
      }
      if (length > 0) {
        decoded.append(new String(run, 0, length, StandardCharsets.UTF_8));
      } else {
        char c = text.charAt(i++);
        decoded.append(c == '+' ? ' ' : c);
      }
    }
    return decoded.toString();
  }

  private static boolean isEscape(String text, int at, int to) {
    return at + 2 < to && text.charAt(at) == '%' && digit(text.charAt(at + 1)) >= 0 && digit(text.charAt(at + 2)) >= 0;
  }

  private static int digit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  /** Everything but {@code A-Z a-z 0-9 - _ . ! ~ * ' ( )} as escapes of its UTF-8 bytes; a blank is {@code %20}. */
  public static String encode(String text) {
    var encoded = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain((char) (b & 0xff))) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
      }
    }
    return encoded.toString();
  }

  private static boolean isPlain(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-_.!~*'()".indexOf(c) >= 0;
  }
}
