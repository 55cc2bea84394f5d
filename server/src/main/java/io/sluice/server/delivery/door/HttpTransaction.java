package io.sluice.server.delivery.door;

import io.sluice.server.http.body.KeptHeaders;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * One request and what came back, as an event records it (exchange 12.3). Credentials in headers and in the URL are
 * masked before anything is kept.
 *
 * @param response empty when none came
 * @param ms from the first attempt to resolve the name until the last byte, or until it was given up
 */
public record HttpTransaction(RequestRecord request, Optional<ResponseRecord> response, long ms) {

  static final String MASK = "*****";

  /** @param body empty text when there is none */
  public record RequestRecord(
      String method, String uri, String version, Map<String, String> headers, String body, Instant timestamp) {

    public RequestRecord {
      headers = masked(headers);
    }
  }

  /** @param body empty text when there is none */
  public record ResponseRecord(
      int status, String statusText, String version, Map<String, String> headers, String body, Instant timestamp) {

    public ResponseRecord {
      headers = masked(headers);
    }
  }

  private static Map<String, String> masked(Map<String, String> headers) {
    Map<String, String> masked = LinkedHashMap.newLinkedHashMap(headers.size());
    headers.forEach((name, value) -> {
      masked.put(name, KeptHeaders.isSecret(name) ? maskedCredential(value) : KeptHeaders.value(name, value));
    });
    return masked;
  }

  /** The scheme stays: whether a recipient was sent Basic or Bearer is what one looks for. */
  private static String maskedCredential(String value) {
    var scheme = value.substring(0, Math.max(0, value.indexOf(' ')));
    return scheme.equals("Basic") || scheme.equals("Bearer") || scheme.equals("Digest") ? scheme + " " + MASK : MASK;
  }
}
