package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one flow: 24 hex characters. */
public record FlowId(@JsonValue String value) implements Comparable<FlowId> {

  public FlowId {
    value = ObjectIds.checked("a flow id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static FlowId of(String value) {
    return new FlowId(value);
  }

  public static FlowId next(Instant now) {
    return new FlowId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(FlowId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
