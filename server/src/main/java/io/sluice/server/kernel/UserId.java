package io.sluice.server.kernel;

import java.time.Instant;

/** The id of one user: 24 hex characters. */
public record UserId(String value) implements Comparable<UserId> {

  public UserId {
    value = ObjectIds.checked("a user id", value);
  }

  public static UserId of(String value) {
    return new UserId(value);
  }

  public static UserId next(Instant now) {
    return new UserId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(UserId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
