package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one account: 24 hex characters. */
public record AccountId(@JsonValue String value) implements Comparable<AccountId> {

  public AccountId {
    value = ObjectIds.checked("an account id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static AccountId of(String value) {
    return new AccountId(value);
  }

  public static AccountId next(Instant now) {
    return new AccountId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(AccountId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
