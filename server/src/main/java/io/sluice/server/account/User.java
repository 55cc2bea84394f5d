package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A person. One record for both contracts: {@code id} is the exchange's, {@code number} the CRM's. Until the mailbox is
 * proved ({@code verifiedAt}) the person cannot sign in.
 */
public record User(
    UserId id,
    long number,
    AccountId account,
    EmailAddress email,
    String firstName,
    String lastName,
    @Nullable Instant verifiedAt,
    Map<String, Instant> uiState,
    Instant createdAt) {

  public String fullName() {
    return (firstName + " " + lastName).strip();
  }

  public boolean verified() {
    return verifiedAt != null;
  }
}
