package io.sluice.server.kernel;

import java.time.Instant;

/** The id of one API key: 24 hex characters. */
public record ApiKeyId(String value) implements Comparable<ApiKeyId> {

  public ApiKeyId {
    value = ObjectIds.checked("a API key id", value);
  }

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
