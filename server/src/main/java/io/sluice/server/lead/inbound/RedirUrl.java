package io.sluice.server.lead.inbound;

import io.sluice.server.http.body.PercentText;

/** Where a visitor's browser is sent after a submission (exchange 3.2, 3.3). */
final class RedirUrl {

  private static final int MAX_CHARACTERS = 4_096;

  private RedirUrl() {}

  /** An absolute http or https URL with a host, without control characters: it goes into a header. */
  static boolean isValid(String url) {
    int host = url.regionMatches(true, 0, "http://", 0, 7) ? 7 : url.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    return host > 0
        && url.length() <= MAX_CHARACTERS
        && host < url.length()
        && "/?#:@\\ ".indexOf(url.charAt(host)) < 0
        && url.chars().noneMatch(Character::isISOControl);
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
