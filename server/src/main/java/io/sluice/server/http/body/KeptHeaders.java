package io.sluice.server.http.body;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A request's headers as they are kept in receipts and shown in events: without its sender's secrets. */
public final class KeptHeaders {

  /** Whoever makes up a header for a secret calls it by one of these words. */
  private static final Pattern SECRET = Pattern.compile(
      "authorization|-auth\\b|\\bauth-|cookie|token|secret|passw|credential|session|api[-_]?key|access[-_]?key",
      Pattern.CASE_INSENSITIVE);
  private static final String MASK = "*****";

  private KeptHeaders() {}

  /** By their names in lower case; one that was sent several times is one, its values joined by a comma and a space. */
  public static Map<String, String> of(HttpServletRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String sent : Collections.list(request.getHeaderNames())) {
      String name = sent.toLowerCase(Locale.ROOT);
      headers.putIfAbsent(name,
          isSecret(name) ? MASK : String.join(", ", Collections.list(request.getHeaders(sent))));
    }
    return headers;
  }

  /** Whether what a header of this name says may be kept nowhere. */
  public static boolean isSecret(String name) {
    return SECRET.matcher(name).find();
  }
}
