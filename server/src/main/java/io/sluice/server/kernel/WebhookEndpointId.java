package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one webhook endpoint: 24 hex characters. */
public record WebhookEndpointId(@JsonValue String value) implements Comparable<WebhookEndpointId> {

  public WebhookEndpointId {
    value = ObjectIds.checked("a webhook endpoint id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static WebhookEndpointId of(String value) {
    return new WebhookEndpointId(value);
  }

  public static WebhookEndpointId next(Instant now) {
    return new WebhookEndpointId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(WebhookEndpointId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
