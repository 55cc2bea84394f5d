package io.sluice.server.crm.user;

import io.sluice.server.crm.access.Access;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.UserId;
import java.util.Locale;
import java.util.Optional;

/**
 * A person as the CRM shows one (crm 2.1).
 *
 * @param account the one she belongs to
 * @param avatarFile the file with her picture
 * @param primary the access whose company she sees first
 */
public record CrmUser(
    UserId id,
    AccountId account,
    long number,
    EmailAddress email,
    String firstName,
    String lastName,
    Status status,
    Optional<String> avatarFile,
    Optional<Primary> primary) {

  /** Pending: has not proved the address, or has nothing to sign in with yet. Inactive: put out by an admin. */
  public enum Status {
    PENDING, ACTIVE, INACTIVE;

    static Status of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Her primary access, and the company it is in. */
  public record Primary(
      long id, CompanyId company, Access access, String companyName, boolean companyDefault, Optional<CompanyId> parent) {}

  public String fullName() {
    return (firstName + " " + lastName).strip();
  }
}
