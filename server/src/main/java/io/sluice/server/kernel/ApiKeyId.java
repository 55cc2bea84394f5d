package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one API key: 24 hex characters. */
public record ApiKeyId(@JsonValue String value) implements Comparable<ApiKeyId> {

  public ApiKeyId {
    value = ObjectIds.checked("an API key id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ApiKeyId of(String value) {
    return new ApiKeyId(value);
  }

  public static ApiKeyId next(Instant now) {
    return new ApiKeyId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(ApiKeyId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
