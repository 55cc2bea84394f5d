package io.sluice.server.event.row;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * One request and its answer, as events show them (exchange 12.3).
 *
 * @param response null when none came: it is then shown with the status 0
 */
public record HttpExchange(Request request, @Nullable Response response, long ms) {

  public record Request(
      String method, String uri, String version, Map<String, String> headers, String body, Instant timestamp) {

    void write(JsonGenerator json, Masking masking) {
      json.writeStartObject();
      json.writeStringProperty("method", method);
      json.writeStringProperty("uri", masking.text(uri));
      json.writeStringProperty("version", version);
      writeMessage(json, headers, body, timestamp, masking);
      json.writeEndObject();
    }
  }

  public record Response(
      int status, String statusText, String version, Map<String, String> headers, String body, Instant timestamp) {

    void write(JsonGenerator json, Masking masking) {
      json.writeStartObject();
      json.writeNumberProperty("status", status);
      json.writeStringProperty("status_text", masking.text(statusText));
      json.writeStringProperty("version", version);
      writeMessage(json, headers, body, timestamp, masking);
      json.writeEndObject();
    }
  }

  /** A JSON list. Written straight away: every lead has one, and no two are alike. */
  static String write(List<HttpExchange> exchanges, Masking masking) {
    return VarsJson.text(json -> {
      json.writeStartArray();
      exchanges.forEach(exchange -> exchange.write(json, masking));
      json.writeEndArray();
    });
  }

  private void write(JsonGenerator json, Masking masking) {
    json.writeStartObject();
    json.writeName("request");
    request.write(json, masking);
    json.writeName("response");
    if (response == null) {
      json.writeStartObject();
      json.writeNumberProperty("status", 0);
      json.writeEndObject();
    } else {
      response.write(json, masking);
    }
    json.writeNumberProperty("ms", ms);
    json.writeEndObject();
  }

  private static void writeMessage(
      JsonGenerator json, Map<String, String> headers, String body, Instant timestamp, Masking masking) {
    json.writeName("headers");
    json.writeStartObject();
    headers.forEach((name, value) -> json.writeStringProperty(name, masking.text(value)));
    json.writeEndObject();
    json.writeStringProperty("body", masking.text(body));
    json.writeNumberProperty("timestamp", timestamp.toEpochMilli());
  }
}
