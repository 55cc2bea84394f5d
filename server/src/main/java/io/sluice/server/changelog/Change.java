package io.sluice.server.changelog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One line of a changelog (exchange 17, schema Change): what a {@link Delta} says, flattened.
 *
 * @param action {@code changed}, {@code added}, {@code removed} or {@code moved}
 * @param target the property that was changed, or the list whose member was
 * @param deltaPath where in the delta, its keys joined by dots
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Change(
    String action, String target, String deltaPath, @Nullable State previous, @Nullable State current) {

  /** How it stood: the value, and for a member of a list its index. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record State(@Nullable JsonNode value, @Nullable Integer index) {}

  static List<Change> listOf(ObjectNode delta) {
    List<Change> changes = new ArrayList<>();
    collect(delta, "", "", changes);
    return changes;
  }

  private static void collect(ObjectNode delta, String target, String path, List<Change> changes) {
    boolean list = delta.has(Delta.LIST_MARK);
    for (Map.Entry<String, JsonNode> entry : delta.properties()) {
      String key = entry.getKey();
      if (list && key.equals(Delta.LIST_MARK)) {
        continue;
      }
      String below = path.isEmpty() ? key : path + "." + key;
      String what = list ? target : key;
      switch (entry.getValue()) {
        case ObjectNode deeper -> collect(deeper, what, below, changes);
        case ArrayNode change -> changes.add(of(change, what, below, list ? index(key) : null));
        case JsonNode other -> throw new IllegalStateException("no delta: " + other);
      }
    }
  }

  private static Change of(ArrayNode change, String target, String path, @Nullable Integer index) {
    return switch (change.size()) {
      case 1 -> new Change("added", target, path, null, new State(change.get(0), index));
      case 2 -> new Change(
          "changed", target, path, new State(change.get(0), index), new State(change.get(1), index));
      default -> change.get(2).asInt() == Delta.MOVED
          ? new Change("moved", target, path, new State(null, index), new State(null, change.get(1).asInt()))
          : new Change("removed", target, path, new State(change.get(0), index), null);
    };
  }

  private static int index(String key) {
    return Integer.parseInt(key.startsWith("_") ? key.substring(1) : key);
  }
}
