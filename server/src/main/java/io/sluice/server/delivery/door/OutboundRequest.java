package io.sluice.server.delivery.door;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a module wants to be sent.
 *
 * @param url absolute, http or https; a user and password in it become Basic authorisation
 * @param headers in the order they are sent; a {@code Content-Length} is shown but counted anew
 * @param body sent in UTF-8
 * @param followsRedirects whether who sends it may ask again where the answer points; the door itself never does
 */
public record OutboundRequest(
    String url, String method, Map<String, String> headers, Optional<String> body, boolean followsRedirects) {

  public OutboundRequest {
    headers = new LinkedHashMap<>(headers);
  }

  /** One that takes a redirect for an answer. */
  public OutboundRequest(String url, String method, Map<String, String> headers, Optional<String> body) {
    this(url, method, headers, body, false);
  }
}
