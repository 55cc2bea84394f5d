package io.sluice.server.crm.invitation;

import io.sluice.server.crm.access.Access;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EmailAddress;
import java.time.Instant;
import java.util.Locale;

/**
 * Asks whoever reads an address's mail into a company.
 *
 * @param account the company's
 * @param invitedBy the number of the user who did
 */
public record Invitation(
    long id,
    AccountId account,
    CompanyId company,
    String companyName,
    EmailAddress email,
    Access access,
    Status status,
    long invitedBy,
    Instant mailedAt,
    Instant expiresAt,
    Instant createdAt) {

  /** Pending: whoever has the code may join. Each of the others is an end. */
  public enum Status {
    PENDING, ACCEPTED, REVOKED, EXPIRED;

    static Status of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
