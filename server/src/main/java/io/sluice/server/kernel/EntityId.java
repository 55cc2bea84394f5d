package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one entity: 24 hex characters. */
public record EntityId(@JsonValue String value) implements Comparable<EntityId> {

  public EntityId {
    value = ObjectIds.checked("an entity id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static EntityId of(String value) {
    return new EntityId(value);
  }

  public static EntityId next(Instant now) {
    return new EntityId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(EntityId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
