package io.sluice.server.flow;

import io.sluice.engine.run.AccountSummary;
import io.sluice.engine.run.CompiledFlow;
import io.sluice.engine.run.CompiledSource;
import io.sluice.server.flow.field.KnownFields;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import java.util.Map;
import java.util.Optional;

/**
 * A deployed flow, ready to take leads. Immutable.
 *
 * @param account who owns the flow
 * @param owner what runs are told about the owner; at most a minute old, as is {@code leadPingEnabled}
 * @param fields those of the account
 * @param fieldTypes the name of each collected field's type, by field id
 * @param version grows with every deployment
 */
public record OpenFlow(
    FlowId id,
    AccountId account,
    AccountSummary owner,
    boolean leadPingEnabled,
    CompiledFlow flow,
    KnownFields fields,
    Map<String, String> fieldTypes,
    long version) {

  /** The source that the entity is in this flow; empty when it is none (exchange 3.4, 1a). */
  public Optional<CompiledSource> source(EntityId entity) {
    return flow.source(entity.value());
  }
}
