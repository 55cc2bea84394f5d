package io.sluice.server.flow;

import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.ShortIds;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives the parts of a flow the ids they lack; an id once given is never changed. */
final class FlowIds {

  private FlowIds() {}

  /**
   * Changes the tree in place. Caps and ping limits are also given the time they were made, which clients cannot set:
   * it is kept from {@code before} as long as the part keeps its id.
   */
  static void assign(ObjectNode flow, @Nullable ObjectNode before, Instant now) {
    Set<String> taken = new HashSet<>();
    FlowParts.each(flow, (kind, part, path) -> {
      if (part.has("id")) {
        taken.add(part.get("id").asString());
      }
    });
    Map<String, JsonNode> madeAt = before == null ? Map.of() : madeAt(before);
    FlowParts.each(flow, (kind, part, path) -> {
      if (!part.has("id")) {
        putFirst(part, "id", next(kind, taken, now));
      }
      if (kind == FlowParts.Kind.RESOURCE) {
        JsonNode known = madeAt.get(part.get("id").asString());
        part.remove("created_at");
        if (known == null) {
          part.put("created_at", now.toString());
        } else {
          part.set("created_at", known);
        }
      }
    });
  }

  /** By where they are: the ids that another part of the flow has, too. */
  static Map<String, String> usedTwice(ObjectNode flow) {
    Set<String> seen = new HashSet<>();
    Map<String, String> twice = new HashMap<>();
    FlowParts.each(flow, (kind, part, path) -> {
      if (part.has("id") && !seen.add(part.get("id").asString())) {
        twice.put(path + ".id", part.get("id").asString());
      }
    });
    return twice;
  }

  private static Map<String, JsonNode> madeAt(ObjectNode flow) {
    Map<String, JsonNode> times = new HashMap<>();
    FlowParts.each(flow, (kind, part, path) -> {
      if (kind == FlowParts.Kind.RESOURCE && part.has("id") && part.has("created_at")) {
        times.put(part.get("id").asString(), part.get("created_at"));
      }
    });
    return times;
  }

  private static String next(FlowParts.Kind kind, Set<String> taken, Instant now) {
    return switch (kind) {
      case RESOURCE -> ObjectIds.next(now);
      case SHORT -> {
        String id = ShortIds.next();
        while (!taken.add(id)) {
          id = ShortIds.next();
        }
        yield id;
      }
    };
  }

  private static void putFirst(ObjectNode part, String property, String value) {
    ObjectNode rest = part.deepCopy();
    part.removeAll();
    part.put(property, value);
    part.setAll(rest);
  }
}
