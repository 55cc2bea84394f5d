package io.sluice.server.entity;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import java.util.List;

/** What entities ask of the flows. */
public interface EntityUses {

  /** The account's flows whose sources list the entity. */
  List<FlowId> asSource(AccountId account, EntityId entity);

  /** The account's flows that name the entity anywhere. */
  List<FlowId> anywhere(AccountId account, EntityId entity);
}
