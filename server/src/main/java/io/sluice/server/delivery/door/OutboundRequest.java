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
 */
public record OutboundRequest(String url, String method, Map<String, String> headers, Optional<String> body) {

  public OutboundRequest {
    headers = new LinkedHashMap<>(headers);
  }
}
