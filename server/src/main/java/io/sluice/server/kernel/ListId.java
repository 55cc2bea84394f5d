package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one list: 24 hex characters. */
public record ListId(@JsonValue String value) implements Comparable<ListId> {

  public ListId {
    value = ObjectIds.checked("a list id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ListId of(String value) {
    return new ListId(value);
  }

  public static ListId next(Instant now) {
    return new ListId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(ListId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
