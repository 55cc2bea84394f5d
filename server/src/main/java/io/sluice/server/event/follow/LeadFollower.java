package io.sluice.server.event.follow;

import io.sluice.server.kernel.AccountId;
import java.util.List;

/** Keeps a view of its own of the leads. Every bean of this type is shown every lead. */
public interface LeadFollower {

  /** In the transaction that also notes that these leads were seen: all of it happens, and once, or nothing does. */
  void take(AccountId account, List<EndedLead> leads);
}
