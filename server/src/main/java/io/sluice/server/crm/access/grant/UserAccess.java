package io.sluice.server.crm.access.grant;

import io.sluice.server.crm.access.Access;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;

/**
 * One user's access in one company (crm 2.5).
 *
 * @param account the company's, not the user's: they may differ
 * @param primary the one whose company she sees first; of all a user has, exactly one is
 */
public record UserAccess(
    long id, UserId user, AccountId account, CompanyId company, Access access, boolean primary, Instant createdAt) {

  UserAccess as(Access access, boolean primary) {
    return new UserAccess(id, user, account, company, access, primary, createdAt);
  }
}
