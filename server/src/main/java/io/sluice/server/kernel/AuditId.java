package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one line of an audit: 24 hex characters. */
public record AuditId(@JsonValue String value) implements Comparable<AuditId> {

  public AuditId {
    value = ObjectIds.checked("an audit id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static AuditId of(String value) {
    return new AuditId(value);
  }

  public static AuditId next(Instant now) {
    return new AuditId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(AuditId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
