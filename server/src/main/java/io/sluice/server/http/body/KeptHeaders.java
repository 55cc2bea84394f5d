package io.sluice.server.http.body;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A request's headers as they are kept in receipts and shown in events: without its sender's secrets. */
public final class KeptHeaders {

  private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");
  private static final String MASK = "*****";

  private KeptHeaders() {}

  /** By their names in lower case; one that was sent several times is one, its values joined by a comma and a space. */
  public static Map<String, String> of(HttpServletRequest request) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String sent : Collections.list(request.getHeaderNames())) {
      String name = sent.toLowerCase(Locale.ROOT);
      headers.putIfAbsent(name,
          SECRET.contains(name) ? MASK : String.join(", ", Collections.list(request.getHeaders(sent))));
    }
    return headers;
  }
}
