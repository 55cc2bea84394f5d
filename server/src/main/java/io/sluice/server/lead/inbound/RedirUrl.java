package io.sluice.server.lead.inbound;

import io.sluice.server.http.body.PercentText;
import java.net.Inet6Address;
import java.util.regex.Pattern;

/** Where a visitor's browser is sent after a submission (exchange 3.2, 3.3). */
final class RedirUrl {

  private static final int MAX_CHARACTERS = 4_096;

  /** Without what the URL standard forbids in a host; escapes of letters beyond ASCII may stand for them. */
  private static final Pattern HOST_AND_PORT = Pattern.compile(
      "(?:\\[(?<address>[0-9A-Fa-f:.]+)]|(?:[^ %<>\\[\\]^|:]|%[89A-Fa-f][0-9A-Fa-f])+)(?::(?<port>[0-9]{1,5})?)?");

  private RedirUrl() {}

  /** An absolute http or https URL that a browser can go to, without control characters: it goes into a header. */
  static boolean isValid(String url) {
    int start = url.regionMatches(true, 0, "http://", 0, 7) ? 7 : url.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    if (start < 0 || url.length() > MAX_CHARACTERS || url.chars().anyMatch(Character::isISOControl)) {
      return false;
    }
    int end = start;
    while (end < url.length() && "/?#\\".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    var authority = url.substring(start, end);
    var hostAndPort = HOST_AND_PORT.matcher(authority.substring(authority.lastIndexOf('@') + 1));
    return hostAndPort.matches()
        && (hostAndPort.group("port") == null || Integer.parseInt(hostAndPort.group("port")) <= 65_535)
        && (hostAndPort.group("address") == null || isAddress(hostAndPort.group("address")));
  }

  private static boolean isAddress(String text) {
    try {
      Inet6Address.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException noAddress) {
      return false;
    }
  }

  /** The URL with everything escaped that no header may carry: blanks and characters beyond ASCII. */
  static String location(String url) {
    if (url.chars().allMatch(c -> c > ' ' && c < 127)) {
      return url;
    }
    var location = new StringBuilder(url.length() + 16);
    url.codePoints().forEach(c -> {
      if (c > ' ' && c < 127) {
        location.append((char) c);
      } else {
        location.append(PercentText.encode(Character.toString(c)));
      }
    });
    return location.toString();
  }
}
