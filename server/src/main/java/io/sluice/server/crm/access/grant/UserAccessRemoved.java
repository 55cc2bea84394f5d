package io.sluice.server.crm.access.grant;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Notice;

/** A user has no access in this company any more: what hung on it is let go in the same transaction (crm 2.5). */
public record UserAccessRemoved(AccountId account, CompanyId company, long userAccess)
    implements Notice {}
