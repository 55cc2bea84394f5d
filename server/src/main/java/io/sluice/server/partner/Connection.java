package io.sluice.server.partner;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ConnectionId;
import io.sluice.server.kernel.FlowId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A buyer and a seller who may trade. {@code deliverySetUpAt}: when buyer delivery set-up ended, with the buyer's flow it used. */
public record Connection(
    ConnectionId id,
    AccountId buyer,
    AccountId seller,
    @Nullable FlowId deliveryFlow,
    @Nullable Instant deliverySetUpAt,
    Instant createdAt) {

  public boolean deliverySetUp() {
    return deliverySetUpAt != null;
  }

  /** The other one of the two. */
  public AccountId partnerOf(AccountId one) {
    return one.equals(buyer) ? seller : buyer;
  }
}
