package io.sluice.server.crm.access.grant;

import io.sluice.server.crm.access.Access;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;

/** What a person was invited to; the invitations know. An existing user accepts one by creating the access it offers (crm 5, 3b). */
public interface Offers {

  /** Whether a pending invitation to the user's address is for this very access in this company. */
  boolean made(UserId user, CompanyId company, Access access);

  /** The user has an access in the company now: what invited her there has been answered. Within the caller's transaction. */
  void answered(UserId user, CompanyId company);
}
