package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one lead: 24 hex characters. */
public record LeadId(@JsonValue String value) implements Comparable<LeadId> {

  public LeadId {
    value = ObjectIds.checked("a lead id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static LeadId of(String value) {
    return new LeadId(value);
  }

  public static LeadId next(Instant now) {
    return new LeadId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(LeadId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
