package io.sluice.server.crm.access;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import org.jspecify.annotations.Nullable;

/**
 * How a person stands in a company at this moment.
 *
 * @param account the company's, under which everything of it is stored
 * @param access the strongest she has there: her own, or that of an admin of a company above
 * @param userAccess the number of her own {@code user_access} there; absent when she stands there by a company above
 * @param readOnly the company's plan has ended: it may be looked at, not changed (crm 2.8)
 */
public record Standing(
    AccountId account,
    CompanyId company,
    UserId user,
    Access access,
    @Nullable Long userAccess,
    boolean readOnly) {

  public boolean may(Access needed) {
    return access.includes(needed);
  }
}
