package io.sluice.server.crm.company;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.Optional;

/** The working period a company is in, as its JSON shows it (crm 2.15); the cycles know. */
public interface CurrentCycles {

  Optional<? extends Record> json(AccountId account, CompanyId company);
}
