package io.sluice.server.kernel;

import java.time.Instant;

/** The id of one account: 24 hex characters. */
public record AccountId(String value) implements Comparable<AccountId> {

  public AccountId {
    value = ObjectIds.checked("a account id", value);
  }

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
