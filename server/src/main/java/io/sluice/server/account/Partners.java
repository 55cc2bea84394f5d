package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code GET /account} tells of an account's partners (exchange 17); the partner feature knows. */
public interface Partners {

  /** A partner that is connected: its account. */
  record Connected(AccountId id, String name) {}

  /** A partner that was invited: the pending entity. */
  record Pending(String id, String name, boolean expired, @Nullable Instant invitationExpiresAt) {}

  record Overview(
      List<Connected> connectedBuyers,
      List<Connected> connectedSellers,
      List<Pending> pendingSellers,
      List<Pending> pendingBuyers) {}

  Overview of(AccountId account);
}
