package io.sluice.server.flow;

import io.sluice.server.kernel.AccountId;

/** What flows ask of whoever keeps pricing services, so that none is named that does not exist. */
public interface KnownServices {

  /** @param id as it stands in the flow */
  boolean isKnown(AccountId account, String id);
}
