package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one user: 24 hex characters. */
public record UserId(@JsonValue String value) implements Comparable<UserId> {

  public UserId {
    value = ObjectIds.checked("a user id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
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
