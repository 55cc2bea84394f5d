package io.sluice.server.lead.inbound;

import io.sluice.server.http.body.MediaRanges;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is no lead: answered at once in plain text, and nothing is recorded (exchange 3.2, 12.4).
 *
 * @param headers includes the {@code Content-Type}
 */
public record TransportRefusal(int status, Map<String, String> headers, String text) implements InboundReading {

  public static final String UNSUPPORTED_TYPE = "MIME type in Content-Type header is not supported. Use only "
      + String.join(", ", MediaRanges.SUPPORTED) + ".";

  public static TransportRefusal of(int status, String text) {
    return new TransportRefusal(status, Map.of("Content-Type", "text/plain"), text);
  }

  public TransportRefusal with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new TransportRefusal(status, more, text);
  }
}
