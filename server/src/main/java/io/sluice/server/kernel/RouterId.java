package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one router: 24 hex characters. */
public record RouterId(@JsonValue String value) implements Comparable<RouterId> {

  public RouterId {
    value = ObjectIds.checked("a router id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static RouterId of(String value) {
    return new RouterId(value);
  }

  public static RouterId next(Instant now) {
    return new RouterId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(RouterId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
