package io.sluice.server.account;

import io.sluice.server.kernel.EmailAddress;
import java.util.Set;

/** Whom the operator lets do what no user of an account may (exchange 2), by the addresses they proved. */
public record Superusers(Set<EmailAddress> addresses) {

  public Superusers {
    addresses = Set.copyOf(addresses);
  }

  boolean include(User user) {
    return user.verified() && addresses.contains(user.email());
  }
}
