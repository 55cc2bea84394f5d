package io.sluice.engine.type.web;

import org.jspecify.annotations.Nullable;

/** IPv4 and IPv6 addresses as numbers, read and written by the WHATWG URL standard, sections 3.5 and 3.6. */
final class IpNumbers {

  private static final int PIECES = 8;
  private static final long NO_ADDRESS = -1;
  private static final int OCTET_MAX = 255;

  private IpNumbers() {}

  /** The 32 bits of {@code a.b.c.d}, where a part may be octal or hexadecimal and the last may span several; or -1. */
  static long v4(String text) {
    var parts = text.split("\\.", -1);
    int count = parts.length > 1 && parts[parts.length - 1].isEmpty() ? parts.length - 1 : parts.length;
    if (count > 4) {
      return NO_ADDRESS;
    }
    long address = 0;
    for (int i = 0; i < count; i++) {
      long part = v4Part(parts[i]);
      boolean last = i == count - 1;
      if (part < 0 || part >= (last ? 1L << 8 * (5 - count) : OCTET_MAX + 1)) {
        return NO_ADDRESS;
      }
      address += last ? part : part << 8 * (3 - i);
    }
    return address;
  }

  private static long v4Part(String part) {
    int radix = 10;
    var digits = part;
    if (part.length() > 1 && part.charAt(0) == '0') {
      boolean hexadecimal = part.charAt(1) == 'x' || part.charAt(1) == 'X';
      radix = hexadecimal ? 16 : 8;
      digits = part.substring(hexadecimal ? 2 : 1);
      if (digits.isEmpty()) {
        return 0;
      }
    }
    if (digits.isEmpty()) {
      return NO_ADDRESS;
    }
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) < 128 ? Character.digit(digits.charAt(i), radix) : -1;
      if (digit < 0) {
        return NO_ADDRESS;
      }
      // Past 32 bits the exact number no longer matters, only that it is too large.
      number = Math.min(number * radix + digit, 1L << 33);
    }
    return number;
  }

  static String v4Text(long address) {
    return (address >> 24) + "." + (address >> 16 & OCTET_MAX) + "." + (address >> 8 & OCTET_MAX) + "."
        + (address & OCTET_MAX);
  }

  /** The eight 16-bit pieces, or null. The last two may be written as an IPv4 address. */
  static int @Nullable [] v6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      var pieces = new int[PIECES];
      return v6Pieces(text, pieces) == PIECES ? pieces : null;
    }
    var head = new int[PIECES];
    var tail = new int[PIECES];
    int before = gap == 0 ? 0 : v6Pieces(text.substring(0, gap), head);
    int after = gap + 2 == text.length() ? 0 : v6Pieces(text.substring(gap + 2), tail);
    if (before < 0 || after < 0 || before + after >= PIECES) {
      return null;
    }
    System.arraycopy(tail, 0, head, PIECES - after, after);
    return head;
  }

  /** Fills {@code pieces} from colon-separated text and tells how many there are; -1 when it is malformed. */
  private static int v6Pieces(String text, int[] pieces) {
    int count = 0;
    int start = 0;
    while (true) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      var part = text.substring(start, end);
      if (colon < 0 && part.indexOf('.') >= 0) {
        return count > PIECES - 2 ? -1 : embedded(part, pieces, count);
      }
      int piece = v6Piece(part);
      if (piece < 0 || count == PIECES) {
        return -1;
      }
      pieces[count++] = piece;
      if (colon < 0) {
        return count;
      }
      start = colon + 1;
    }
  }

  private static int v6Piece(String part) {
    if (part.isEmpty() || part.length() > 4) {
      return -1;
    }
    int piece = 0;
    for (int i = 0; i < part.length(); i++) {
      int digit = part.charAt(i) < 128 ? Character.digit(part.charAt(i), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      piece = piece << 4 | digit;
    }
    return piece;
  }

  private static int embedded(String part, int[] pieces, int count) {
    long address = isDecimalQuad(part) ? v4(part) : NO_ADDRESS;
    if (address < 0) {
      return -1;
    }
    pieces[count] = (int) (address >> 16);
    pieces[count + 1] = (int) (address & 0xffff);
    return count + 2;
  }

  /** Inside IPv6 every part must be there, in decimal, without a leading zero. */
  private static boolean isDecimalQuad(String text) {
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean starts = i == 0 || text.charAt(i - 1) == '.';
      boolean more = i + 1 < text.length() && text.charAt(i + 1) != '.';
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9' || c == '0' && starts && more) {
        return false;
      }
    }
    return dots == 3 && !text.endsWith(".");
  }

  /** Lower case, the first longest run of two or more zero pieces as {@code ::}. */
  static String v6Text(int[] pieces) {
    int gapStart = -1;
    int gapLength = 1;
    for (int i = 0; i < PIECES; i++) {
      int end = i;
      while (end < PIECES && pieces[end] == 0) {
        end++;
      }
      if (end - i > gapLength) {
        gapStart = i;
        gapLength = end - i;
      }
      i = Math.max(i, end - 1);
    }
    var text = new StringBuilder(39);
    for (int i = 0; i < PIECES; i++) {
      if (i == gapStart) {
        text.append(i == 0 ? "::" : ":");
        i += gapLength - 1;
        continue;
      }
      text.append(Integer.toHexString(pieces[i]));
      if (i < PIECES - 1) {
        text.append(':');
      }
    }
    return text.toString();
  }
}
