package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one changelog: 24 hex characters. */
public record ChangelogId(@JsonValue String value) implements Comparable<ChangelogId> {

  public ChangelogId {
    value = ObjectIds.checked("a changelog id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ChangelogId of(String value) {
    return new ChangelogId(value);
  }

  public static ChangelogId next(Instant now) {
    return new ChangelogId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(ChangelogId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
