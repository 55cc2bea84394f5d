package io.sluice.server.account;

import io.sluice.server.kernel.EmailAddress;
import org.jspecify.annotations.Nullable;

/** What a user is made with. {@code password} in clear, absent for one who will set it later; {@code verified}: the mailbox is proved already. */
public record NewUser(EmailAddress email, @Nullable String password, String firstName, String lastName, boolean verified) {

  /** Never prints the password. */
  @Override
  public String toString() {
    return "NewUser[" + email + "]";
  }
}
