package io.sluice.server.partner;

import java.util.Locale;

/** What an account is in a connection: the buyer receives leads, the seller sends them (exchange 1). */
public enum Role {
  BUYER, SELLER;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Role named(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  public Role other() {
    return this == BUYER ? SELLER : BUYER;
  }
}
