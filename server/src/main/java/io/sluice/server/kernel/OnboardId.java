package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one onboard: 24 hex characters. */
public record OnboardId(@JsonValue String value) implements Comparable<OnboardId> {

  public OnboardId {
    value = ObjectIds.checked("an onboard id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static OnboardId of(String value) {
    return new OnboardId(value);
  }

  public static OnboardId next(Instant now) {
    return new OnboardId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(OnboardId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
