package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one invitation: 24 hex characters. */
public record InvitationId(@JsonValue String value) implements Comparable<InvitationId> {

  public InvitationId {
    value = ObjectIds.checked("an invitation id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static InvitationId of(String value) {
    return new InvitationId(value);
  }

  public static InvitationId next(Instant now) {
    return new InvitationId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(InvitationId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
