package io.sluice.server.entity;

import io.sluice.server.kernel.AccountId;
import java.util.Map;

/** What entities ask of the partner feature. */
public interface PartnerRelations {

  /** The accounts connected to this one, and what each is to it. */
  Map<AccountId, Relation> of(AccountId account);
}
