package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one webhook message, the same for every endpoint and attempt: 24 hex characters. */
public record WebhookMessageId(@JsonValue String value) implements Comparable<WebhookMessageId> {

  public WebhookMessageId {
    value = ObjectIds.checked("a webhook message id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static WebhookMessageId of(String value) {
    return new WebhookMessageId(value);
  }

  public static WebhookMessageId next(Instant now) {
    return new WebhookMessageId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(WebhookMessageId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
