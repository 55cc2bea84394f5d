package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one event: 24 hex characters. */
public record EventId(@JsonValue String value) implements Comparable<EventId> {

  public EventId {
    value = ObjectIds.checked("an event id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static EventId of(String value) {
    return new EventId(value);
  }

  public static EventId next(Instant now) {
    return new EventId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(EventId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
