package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one credential: 24 hex characters. */
public record CredentialId(@JsonValue String value) implements Comparable<CredentialId> {

  public CredentialId {
    value = ObjectIds.checked("a credential id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static CredentialId of(String value) {
    return new CredentialId(value);
  }

  public static CredentialId next(Instant now) {
    return new CredentialId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(CredentialId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
