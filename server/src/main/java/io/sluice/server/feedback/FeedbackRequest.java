package io.sluice.server.feedback;

import io.sluice.server.http.body.JsonText;
import io.sluice.server.kernel.EventId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A request to {@code /feedback} as it came in, so that it can be kept and read again.
 *
 * @param method as sent
 * @param query without its question mark; empty when there is none
 * @param headers by lower-case name; of a repeated one the values joined by a comma
 */
record FeedbackRequest(
    String method, String query, Map<String, String> headers, byte[] body, Instant receivedAt) {

  static final String PATH = "/feedback";
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Given within this program; to those who look at it later it reads like any other. */
  static FeedbackRequest within(
      EventId delivery, Map<String, ? extends @Nullable Object> told, String idempotencyKey, Instant now) {
    byte[] body = JsonText.write(told).getBytes(StandardCharsets.UTF_8);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    headers.put("content-length", Integer.toString(body.length));
    headers.put("accept", "application/json");
    headers.put("idempotency-key", idempotencyKey);
    return new FeedbackRequest("POST", "event_id=" + delivery, headers, body, now);
  }

  @Nullable String contentType() {
    return headers.get("content-type");
  }

  @Nullable String accept() {
    return headers.get("accept");
  }

  boolean announcesBody() {
    String encoding = headers.get("transfer-encoding");
    return headers.containsKey("content-length") && !headers.get("content-length").equals("0")
        || encoding != null && encoding.contains("chunked");
  }

  String uri() {
    return query.isEmpty() ? PATH : PATH + "?" + query;
  }

  byte[] bytes() {
    return JSON.writeValueAsBytes(this);
  }

  static FeedbackRequest read(byte[] bytes) {
    return JSON.readValue(bytes, FeedbackRequest.class);
  }

  /** Never prints what was said: it may be about a person. */
  @Override
  public String toString() {
    return "FeedbackRequest[" + method + "]";
  }
}
