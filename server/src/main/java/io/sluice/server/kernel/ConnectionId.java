package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one connection: 24 hex characters. */
public record ConnectionId(@JsonValue String value) implements Comparable<ConnectionId> {

  public ConnectionId {
    value = ObjectIds.checked("a connection id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ConnectionId of(String value) {
    return new ConnectionId(value);
  }

  public static ConnectionId next(Instant now) {
    return new ConnectionId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(ConnectionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
