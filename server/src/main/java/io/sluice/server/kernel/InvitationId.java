package io.sluice.server.kernel;

import java.time.Instant;

/** The id of one invitation: 24 hex characters. */
public record InvitationId(String value) implements Comparable<InvitationId> {

  public InvitationId {
    value = ObjectIds.checked("a invitation id", value);
  }

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
