package io.sluice.engine.type.web;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An absolute http or https address as browsers understand it: WHATWG URL standard, section 4, for these two schemes.
 *
 * <p>One deviation: international host names are mapped by the JDK's IDNA 2003, which writes {@code ß} as {@code ss}.
 *
 * @param protocol {@code http} or {@code https}
 * @param credentials {@code user:password@}, or empty
 * @param host the host name or address, without port
 * @param port digits; empty when it is the scheme's own
 * @param path from the first slash
 * @param search {@code ?} and what follows, or empty
 * @param fragment {@code #} and what follows, or empty
 */
record WebAddress(
    String protocol, String credentials, String host, String port, String path, String search, String fragment) {

  private static final BitSet IN_FRAGMENT = escaped(" \"<>`");
  private static final BitSet IN_SEARCH = escaped(" \"#<>'");
  private static final BitSet IN_PATH = escaped(" \"#<>?`{}");
  private static final BitSet IN_CREDENTIALS = escaped(" \"#<>?^`{}/:;=@[\\]|");
  private static final String FORBIDDEN_IN_HOST = " #/:<>?@[\\]^|%\u007f";
  private static final int PORT_MAX = 65_535;
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  static @Nullable WebAddress parse(String text) {
    var input = bare(text);
    int colon = input.indexOf(':');
    if (colon < 0) {
      return null;
    }
    return switch (input.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "http" -> afterScheme("http", "80", input, colon + 1);
      case "https" -> afterScheme("https", "443", input, colon + 1);
      default -> null;
    };
  }

  /** The authority: {@code host:port}, or the host alone. */
  String authority() {
    return port.isEmpty() ? host : host + ":" + port;
  }

  String query() {
    return search.isEmpty() ? "" : search.substring(1);
  }

  /** A lone {@code #} is part of the address but no hash. */
  String hash() {
    return fragment.length() == 1 ? "" : fragment;
  }

  String text() {
    return protocol + "://" + credentials + authority() + path + search + fragment;
  }

  private static @Nullable WebAddress afterScheme(String protocol, String ownPort, String input, int colonEnd) {
    int start = colonEnd;
    while (start < input.length() && isSlash(input.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < input.length() && !isSlash(input.charAt(end)) && "?#".indexOf(input.charAt(end)) < 0) {
      end++;
    }
    int at = input.lastIndexOf('@', end - 1);
    var credentials = at < start ? "" : credentials(input.substring(start, at));
    var authority = input.substring(at < start ? start : at + 1, end);
    int portColon = authority.startsWith("[")
        ? authority.indexOf(':', Math.max(authority.indexOf(']'), 0))
        : authority.indexOf(':');
    var host = host(portColon < 0 ? authority : authority.substring(0, portColon));
    var port = port(portColon < 0 ? "" : authority.substring(portColon + 1), ownPort);
    if (host == null || port == null) {
      return null;
    }
    int hash = input.indexOf('#', end);
    int pathAndSearchEnd = hash < 0 ? input.length() : hash;
    int question = input.indexOf('?', end);
    int pathEnd = question < 0 || question > pathAndSearchEnd ? pathAndSearchEnd : question;
    return new WebAddress(protocol, credentials, host, port, path(input.substring(end, pathEnd)),
        escape(input.substring(pathEnd, pathAndSearchEnd), IN_SEARCH),
        hash < 0 ? "" : "#" + escape(input.substring(hash + 1), IN_FRAGMENT));
  }

  /** Without control characters and blanks around it, and without tabs and line ends anywhere. */
  private static String bare(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) <= ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) <= ' ') {
      end--;
    }
    var trimmed = text.substring(start, end);
    return trimmed.indexOf('\t') < 0 && trimmed.indexOf('\n') < 0 && trimmed.indexOf('\r') < 0
        ? trimmed
        : trimmed.replace("\t", "").replace("\n", "").replace("\r", "");
  }

  private static String credentials(String text) {
    int colon = text.indexOf(':');
    var user = escape(colon < 0 ? text : text.substring(0, colon), IN_CREDENTIALS);
    var password = colon < 0 ? "" : escape(text.substring(colon + 1), IN_CREDENTIALS);
    return user.isEmpty() && password.isEmpty() ? "" : password.isEmpty() ? user + "@" : user + ":" + password + "@";
  }

  private static @Nullable String port(String text, String ownPort) {
    int port = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return null;
      }
      port = port * 10 + (c - '0');
      if (port > PORT_MAX) {
        return null;
      }
    }
    var digits = text.isEmpty() ? "" : Integer.toString(port);
    return digits.equals(ownPort) ? "" : digits;
  }

  private static @Nullable String host(String text) {
    if (text.startsWith("[")) {
      var pieces = text.endsWith("]") ? IpNumbers.v6(text.substring(1, text.length() - 1)) : null;
      return pieces == null ? null : "[" + IpNumbers.v6Text(pieces) + "]";
    }
    var domain = domain(text.indexOf('%') < 0 ? text : unescape(text));
    if (domain == null || domain.isEmpty()) {
      return null;
    }
    for (int i = 0; i < domain.length(); i++) {
      if (domain.charAt(i) < ' ' || FORBIDDEN_IN_HOST.indexOf(domain.charAt(i)) >= 0) {
        return null;
      }
    }
    if (!endsInNumber(domain)) {
      return domain;
    }
    long address = IpNumbers.v4(domain);
    return address < 0 ? null : IpNumbers.v4Text(address);
  }

  private static @Nullable String domain(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    boolean ascii = lower.chars().allMatch(c -> c < 128);
    return ascii && !lower.contains("xn--") ? lower : international(lower);
  }

  private static @Nullable String international(String text) {
    var labels = new ArrayList<String>();
    for (var label : text.replace('\u3002', '.').replace('\uff0e', '.').replace('\uff61', '.').split("\\.", -1)) {
      try {
        var encoded = label.isEmpty() ? "" : IDN.toASCII(label, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        // The JDK gives an undecodable label back as it is.
        if (encoded.startsWith("xn--") && IDN.toUnicode(encoded, IDN.ALLOW_UNASSIGNED).startsWith("xn--")) {
          return null;
        }
        labels.add(encoded);
      } catch (IllegalArgumentException noLabel) {
        // The JDK's way to say that a label cannot be a host name.
        return null;
      }
    }
    return String.join(".", labels);
  }

  private static boolean endsInNumber(String domain) {
    int end = domain.endsWith(".") ? domain.length() - 1 : domain.length();
    int start = end == 0 ? 0 : domain.lastIndexOf('.', end - 1) + 1;
    if (start == end) {
      return false;
    }
    boolean hexadecimal = domain.startsWith("0x", start);
    for (int i = hexadecimal ? start + 2 : start; i < end; i++) {
      if (Character.digit(domain.charAt(i), hexadecimal ? 16 : 10) < 0) {
        return false;
      }
    }
    return true;
  }

  private static String path(String text) {
    var segments = new ArrayList<String>();
    int start = text.isEmpty() ? 0 : 1;
    while (true) {
      int end = start;
      while (end < text.length() && !isSlash(text.charAt(end))) {
        end++;
      }
      var segment = text.substring(start, end);
      boolean last = end == text.length();
      switch (segment.toLowerCase(Locale.ROOT).replace("%2e", ".")) {
        case "." -> {
          if (last) {
            segments.add("");
          }
        }
        case ".." -> {
          if (!segments.isEmpty()) {
            segments.removeLast();
          }
          if (last) {
            segments.add("");
          }
        }
        default -> segments.add(escape(segment, IN_PATH));
      }
      if (last) {
        return "/" + String.join("/", segments);
      }
      start = end + 1;
    }
  }

  private static boolean isSlash(char c) {
    return c == '/' || c == '\\';
  }

  private static BitSet escaped(String characters) {
    var set = new BitSet(128);
    set.set(0, ' ');
    set.set(0x7f);
    characters.chars().forEach(set::set);
    return set;
  }

  private static String escape(String text, BitSet escaped) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128 || escaped.get(text.charAt(i))) {
        return escapeBytes(utf8(text), escaped);
      }
    }
    return text;
  }

  private static String escapeBytes(byte[] bytes, BitSet escaped) {
    var out = new StringBuilder(bytes.length + 16);
    for (byte b : bytes) {
      if (b < 0 || escaped.get(b)) {
        out.append('%');
        HEX.toHexDigits(out, b);
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }

  /** Half of a surrogate pair becomes the replacement character, not the question mark that the JDK puts. */
  private static byte[] utf8(String text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      int point = text.codePointAt(i);
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        repaired = repaired == null ? new StringBuilder(text) : repaired;
        repaired.setCharAt(i, '\ufffd');
      } else if (point > Character.MAX_VALUE) {
        i++;
      }
    }
    return (repaired == null ? text : repaired.toString()).getBytes(StandardCharsets.UTF_8);
  }

  private static String unescape(String text) {
    var bytes = utf8(text);
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      boolean hex = bytes[i] == '%' && i + 2 < bytes.length
          && HexFormat.isHexDigit(bytes[i + 1]) && HexFormat.isHexDigit(bytes[i + 2]);
      if (hex) {
        bytes[length++] = (byte) (HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
        i += 2;
      } else {
        bytes[length++] = bytes[i];
      }
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
