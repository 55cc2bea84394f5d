package io.sluice.server.crm.access;

import io.sluice.server.http.Authority;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;

/** Authority of somebody with any access in the company of the path's {@code company_id}. */
public record InCompany(Standing standing) implements Authority {

  public AccountId account() {
    return standing.account();
  }

  public CompanyId company() {
    return standing.company();
  }

  public UserId user() {
    return standing.user();
  }
}
