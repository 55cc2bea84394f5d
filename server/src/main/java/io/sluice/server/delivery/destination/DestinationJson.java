package io.sluice.server.delivery.destination;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.flow.Flow;
import io.sluice.server.kernel.DestinationId;
import io.sluice.server.kernel.FlowId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A destination on the wire (exchange 5.7): what goes into a flow's {@code destinations}, too. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DestinationJson(
    String name,
    String integrationName,
    @Nullable String integrationIconUrl,
    DestinationId instanceId,
    List<ActionJson> actions,
    @Nullable UsagesJson flowUsages) {

  record ActionJson(String name, String actionId, String webhookUrl) {}

  record UsagesJson(int count, List<FlowJson> flows) {}

  record FlowJson(FlowId id, String name) {}

  static DestinationJson of(Destination destination) {
    return of(destination, null);
  }

  /** @param uses absent: not asked for */
  static DestinationJson of(Destination destination, @Nullable List<Flow> uses) {
    return new DestinationJson(destination.name(), destination.integrationName(), destination.iconUrl(),
        destination.id(),
        destination.actions().stream()
            .map(action -> new ActionJson(action.name(), action.id(), action.webhookUrl())).toList(),
        uses == null ? null : new UsagesJson(uses.size(),
            uses.stream().map(flow -> new FlowJson(flow.id(), flow.document().name())).toList()));
  }
}
