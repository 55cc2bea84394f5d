package io.sluice.server.event.stats;

import io.sluice.engine.template.Vars;
import java.util.Map;

/**
 * The pings of one source of one flow in one part of a time.
 *
 * @param flowName and {@code sourceName}: as leads of that time had them; empty where there were none
 */
record PingSum(int bucket, String flowId, String flowName, String sourceId, String sourceName, long submitted,
    long success) {

  /** What rules and groups can ask of them. */
  Vars properties() {
    return Vars.of(Map.of("type", "ping", "vars",
        Map.of("flow", named(flowId, flowName), "source", named(sourceId, sourceName))));
  }

  private static Map<String, String> named(String id, String name) {
    return name.isEmpty() ? Map.of("id", id) : Map.of("id", id, "name", name);
  }
}
