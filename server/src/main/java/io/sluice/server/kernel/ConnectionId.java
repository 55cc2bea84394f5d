package io.sluice.server.kernel;

import java.time.Instant;

/** The id of one connection: 24 hex characters. */
public record ConnectionId(String value) implements Comparable<ConnectionId> {

  public ConnectionId {
    value = ObjectIds.checked("a connection id", value);
  }

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
