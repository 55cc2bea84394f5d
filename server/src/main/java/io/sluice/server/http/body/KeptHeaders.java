package io.sluice.server.http.body;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request's headers as they are kept in receipts and shown in events: without its sender's secrets. */
public final class KeptHeaders {

  /** Whoever makes up a header for a secret calls it by one of these words. Which request it is, is none. */
  private static final Pattern SECRET = Pattern.compile(
      "authorization|-auth\\b|\\bauth-|cookie|token|secret|passw|credential|session|signature|api[-_]?key"
          + "|(?<![a-z]|idempotency[-_])key(?![a-z])",
      Pattern.CASE_INSENSITIVE);
  private static final Set<String> OF_ADDRESSES = Set.of("location", "content-location", "referer", "link", "refresh");
  private static final Pattern USER = Pattern.compile("//[^/?#\\s]*@");
  private static final Pattern PARAMETER = Pattern.compile("([?&;#]([^?&;#=\\s]++)=)[^&;#\\s>\"]*");
  private static final String MASK = "*****";

  private KeptHeaders() {}

  /** By their names in lower case; one that was sent several times is one, its values joined by a comma and a space. */
  public static Map<String, String> of(HttpServletRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String sent : Collections.list(request.getHeaderNames())) {
      String name = sent.toLowerCase(Locale.ROOT);
      headers.putIfAbsent(name, value(name, String.join(", ", Collections.list(request.getHeaders(sent)))));
    }
    return headers;
  }

  /** What a header says, as it may be kept: of addresses all but their users and secret parameters. */
  public static String value(String name, String said) {
    if (isSecret(name)) {
      return MASK;
    }
    return OF_ADDRESSES.contains(name.toLowerCase(Locale.ROOT)) ? address(said) : said;
  }

  private static String address(String said) {
    return PARAMETER.matcher(USER.matcher(said).replaceAll("//" + MASK + "@"))
        .replaceAll(found -> Matcher.quoteReplacement(isSecret(found.group(2)) ? found.group(1) + MASK : found.group()));
  }

  /** Whether what a header of this name says may be kept nowhere. */
  public static boolean isSecret(String name) {
    return SECRET.matcher(name).find();
  }
}
