package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A person. One record for both contracts: {@code id} is the exchange's, {@code number} the CRM's. Until the mailbox is
 * proved ({@code verifiedAt}) the person cannot sign in.
 *
 * @param inactiveSince since when an admin has put her out
 * @param signInsFrom what she signed in for before this whole second is not taken any more
 */
public record User(
    UserId id,
    long number,
    AccountId account,
    EmailAddress email,
    String firstName,
    String lastName,
    @Nullable Instant verifiedAt,
    @Nullable Instant inactiveSince,
    @Nullable Instant signInsFrom,
    Map<String, Instant> uiState,
    Instant createdAt) {

  public String fullName() {
    return (firstName + " " + lastName).strip();
  }

  public boolean verified() {
    return verifiedAt != null;
  }

  public boolean active() {
    return inactiveSince == null;
  }

  /** The whole second a sign-in at this moment counts from: never before those that are not taken any more. */
  public Instant signInTime(Instant now) {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return signInsFrom == null || second.isAfter(signInsFrom) ? second : signInsFrom;
  }

  /** Whether what she signed in for at this time still lets her in. */
  public boolean mayGoOn(Instant signedInAt) {
    return active() && (signInsFrom == null || !signedInAt.isBefore(signInsFrom));
  }
}
