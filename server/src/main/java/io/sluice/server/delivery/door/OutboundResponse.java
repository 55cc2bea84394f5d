package io.sluice.server.delivery.door;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a recipient answered.
 *
 * @param headers found in any letters' case; of a repeated one the values joined by a comma and a blank
 * @param cookies each {@code Set-Cookie} as it came: joined, they could not be told apart again
 * @param body in the charset its {@code Content-Type} names, else UTF-8
 */
public record OutboundResponse(
    int status, String statusText, String version, Map<String, String> headers, List<String> cookies, String body) {

  public OutboundResponse {
    var anyCase = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    anyCase.putAll(headers);
    headers = anyCase;
    cookies = List.copyOf(cookies);
  }

  public OutboundResponse(int status, String statusText, String version, Map<String, String> headers, String body) {
    this(status, statusText, version, headers, List.of(), body);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }
}
