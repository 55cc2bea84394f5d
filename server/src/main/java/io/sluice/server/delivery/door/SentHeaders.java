package io.sluice.server.delivery.door;

import io.sluice.server.http.body.PercentText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The headers of a request: its own, the delivery's key, and the credentials that stand in its address. */
final class SentHeaders {

  private SentHeaders() {}

  /** @param userInfo as it stands in the address */
  static Map<String, String> of(OutboundRequest request, Optional<String> userInfo, String idempotencyKey) {
    var headers = new LinkedHashMap<>(request.headers());
    headers.keySet().removeIf(name -> name.equalsIgnoreCase("Idempotency-Key"));
    headers.put("Idempotency-Key", idempotencyKey);
    if (headers.keySet().stream().noneMatch(name -> name.equalsIgnoreCase("Authorization"))) {
      userInfo.ifPresent(user -> headers.put("Authorization", basic(user)));
    }
    return headers;
  }

  private static String basic(String userInfo) {
    var escaped = userInfo.replace("+", "%2B");
    var plain = PercentText.decode(escaped, 0, escaped.length());
    return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  /** The name of one that cannot be sent. */
  static Optional<String> firstUnsafe(Map<String, String> headers) {
    return headers.entrySet().stream().filter(header -> !isSafe(header)).map(Map.Entry::getKey).findFirst();
  }

  /** Names are tokens, values printable: a line break in either would begin a header, or a request, of its own. */
  private static boolean isSafe(Map.Entry<String, String> header) {
    boolean token = !header.getKey().isEmpty()
        && header.getKey().chars().allMatch(c -> c > ' ' && c < 127 && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0);
    return token && header.getValue().chars().allMatch(c -> c >= ' ' && c < 127 || c == '\t');
  }
}
