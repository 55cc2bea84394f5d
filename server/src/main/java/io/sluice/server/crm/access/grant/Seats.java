package io.sluice.server.crm.access.grant;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;

/** How many people a company's plan lets in; the memberships know. */
public interface Seats {

  /** Whether one more may get an access there; the company is held by the caller. */
  boolean haveRoom(AccountId account, CompanyId company);
}
