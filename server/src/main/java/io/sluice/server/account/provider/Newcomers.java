package io.sluice.server.account.provider;

import io.sluice.server.account.NewUser;
import io.sluice.server.account.User;

/** Makes a user of somebody whose address is proved and who is none yet, with what she is invited to; the CRM knows. */
public interface Newcomers {

  /** Within the caller's transaction, which holds the address. */
  User welcome(NewUser person);
}
