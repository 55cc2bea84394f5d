package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one destination: 24 hex characters. */
public record DestinationId(@JsonValue String value) implements Comparable<DestinationId> {

  public DestinationId {
    value = ObjectIds.checked("a destination id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static DestinationId of(String value) {
    return new DestinationId(value);
  }

  public static DestinationId next(Instant now) {
    return new DestinationId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(DestinationId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
