package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import java.util.Optional;

/** What an account asks of the CRM: the company it is made together with, and whom that company calls its admin. */
public interface RootCompanies {

  /** Makes the account's root company; within the caller's transaction. */
  CompanyId open(AccountId account, String name);

  /** Takes back what was opened and appointed, in an account nobody was ever let into; within the caller's transaction. */
  void close(AccountId account);

  /** Empty while the account has none: somebody who signed up for the CRM alone and has not made a company yet. */
  Optional<CompanyId> of(AccountId account);

  /** Makes the user an admin of the account's root company; within the caller's transaction. */
  void appointAdmin(AccountId account, UserId user);

  boolean isAdmin(AccountId account, UserId user);

  /** Whether the user is an admin or a manager of the account's root company. */
  boolean manages(AccountId account, UserId user);
}
