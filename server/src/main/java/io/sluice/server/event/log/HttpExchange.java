package io.sluice.server.event.log;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, as events show them (exchange 12.3).
 *
 * @param response null when none came: it is then shown with the status 0
 */
public record HttpExchange(Request request, @Nullable Response response, long ms) {

  public record Request(
      String method, String uri, String version, Map<String, String> headers, String body, Instant timestamp) {

    Map<String, @Nullable Object> json(Masking masking) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("method", method);
      json.put("uri", masking.text(uri));
      json.put("version", version);
      json.put("headers", masking.map(headers));
      json.put("body", masking.text(body));
      json.put("timestamp", timestamp.toEpochMilli());
      return json;
    }
  }

  public record Response(
      int status, String statusText, String version, Map<String, String> headers, String body, Instant timestamp) {

    Map<String, @Nullable Object> json(Masking masking) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("status", status);
      json.put("status_text", statusText);
      json.put("version", version);
      json.put("headers", masking.map(headers));
      json.put("body", masking.text(body));
      json.put("timestamp", timestamp.toEpochMilli());
      return json;
    }
  }

  static String write(List<HttpExchange> exchanges, Masking masking) {
    return VarsJson.write(exchanges.stream().map(exchange -> exchange.json(masking)).toList());
  }

  private Map<String, @Nullable Object> json(Masking masking) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("request", request.json(masking));
    json.put("response", response == null ? Map.of("status", 0) : response.json(masking));
    json.put("ms", ms);
    return json;
  }
}
