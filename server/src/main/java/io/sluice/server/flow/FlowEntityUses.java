package io.sluice.server.flow;

import io.sluice.server.entity.EntityUses;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Tells entities which flows name them. */
@Component
final class FlowEntityUses implements EntityUses {

  private final FlowStore store;

  FlowEntityUses(FlowStore store) {
    this.store = store;
  }

  @Override
  public List<FlowId> asSource(AccountId account, EntityId entity) {
    return store.naming(account, entity, Set.of(FlowStore.AS_SOURCE));
  }

  @Override
  public List<FlowId> anywhere(AccountId account, EntityId entity) {
    return store.naming(account, entity, Set.of(FlowStore.AS_SOURCE, FlowStore.AS_RECIPIENT));
  }
}
