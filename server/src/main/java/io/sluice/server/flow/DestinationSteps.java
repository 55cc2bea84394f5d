package io.sluice.server.flow;

import io.sluice.server.flow.FlowDocument.NamedDestination;
import io.sluice.server.kernel.AccountId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The destinations of a flow as the steps they are run as: one an action (exchange 5.7). Where they lead is the
 * account's to say, whatever address the flow repeats.
 */
final class DestinationSteps {

  private final List<NamedDestination> named;
  private final Map<String, KnownDestinations.Destination> known;
  private final String moduleId;

  private DestinationSteps(
      List<NamedDestination> named, Map<String, KnownDestinations.Destination> known, String moduleId) {
    this.named = named;
    this.known = known;
    this.moduleId = moduleId;
  }

  /** The account's are read if the flow names any: most name none. */
  static DestinationSteps of(AccountId account, FlowDocument document, KnownDestinations destinations) {
    List<NamedDestination> named = document.destinations();
    return new DestinationSteps(
        named, named.isEmpty() ? Map.of() : destinations.of(account), destinations.moduleId());
  }

  /** For the engine. A destination that is gone is a step with nowhere to go, which its module skips. */
  ArrayNode json() {
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    for (NamedDestination destination : named) {
      KnownDestinations.Destination there = known.get(destination.instanceId());
      for (String action : actions(destination, there)) {
        ObjectNode step = steps.addObject().put("type", "recipient").put("id", action);
        step.putObject("entity")
            .put("id", destination.instanceId())
            .put("name", there == null ? destination.name() : there.name());
        ArrayNode mappings = step.putObject("integration").put("module_id", moduleId).putArray("mappings");
        url(there, action).ifPresent(url -> mappings.addObject().put("property", "url").put("value", url));
      }
    }
    return steps;
  }

  void check(FlowErrors errors) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < named.size(); i++) {
      NamedDestination destination = named.get(i);
      String path = "destinations[" + i + "]";
      KnownDestinations.Destination there = known.get(destination.instanceId());
      if (there == null) {
        errors.add(path + ".instance_id", "there is no destination " + destination.instanceId());
        continue;
      }
      List<String> actions = actions(destination, there);
      for (int j = 0; j < actions.size(); j++) {
        if (url(there, actions.get(j)).isEmpty()) {
          errors.add(path + ".actions[" + j + "].action_id", there.name() + " has no action " + actions.get(j));
        } else if (!seen.add(actions.get(j))) {
          errors.add(path + ".actions[" + j + "].action_id", actions.get(j) + " is named already");
        }
      }
    }
  }

  private static List<String> actions(NamedDestination named, KnownDestinations.@Nullable Destination there) {
    List<String> actions = new ArrayList<>(named.actions());
    if (actions.isEmpty() && there != null) {
      there.actions().forEach(action -> actions.add(action.id()));
    }
    return actions;
  }

  private static Optional<String> url(KnownDestinations.@Nullable Destination there, String action) {
    return there == null ? Optional.empty()
        : there.actions().stream().filter(one -> one.id().equals(action)).map(KnownDestinations.Action::url).findFirst();
  }
}
