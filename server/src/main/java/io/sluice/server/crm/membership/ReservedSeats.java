package io.sluice.server.crm.membership;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;

/** Seats of a company that are promised and not taken: its pending invitations (crm 2.11). */
public interface ReservedSeats {

  long in(AccountId account, CompanyId company);
}
