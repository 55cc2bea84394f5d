package io.sluice.server.changelog;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The difference of two revisions, in the form {@code delta_from_last_revision} has (exchange 17): a property that
 * came is {@code [new]}, one that went {@code [old, 0, 0]}, one that changed {@code [old, new]}; an object holds the
 * deltas of its properties; a list is marked {@code "_t": "a"} and holds, by index, what came or changed, and by
 * {@code _} and the former index what went or, {@code ["", index, 3]}, moved. Members of a list are the same when they
 * have the same {@code id}, or are equal.
 */
final class Delta {

  static final String LIST_MARK = "_t";
  static final int WENT = 0;
  static final int MOVED = 3;

  /** Longer lists are compared as a whole: finding what moved takes the product of both lengths. */
  private static final long MAX_COMPARED_PAIRS = 2_000_000;

  /** Changes with every write, and so tells nothing. */
  private static final String UPDATED_AT = "updated_at";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Delta() {}

  /** Empty when nothing changed. */
  static ObjectNode between(ObjectNode before, ObjectNode after) {
    ObjectNode delta = ofObjects(before, after);
    delta.remove(UPDATED_AT);
    return delta;
  }

  private static Optional<JsonNode> ofValues(JsonNode before, JsonNode after) {
    if (before.equals(after)) {
      return Optional.empty();
    }
    if (before instanceof ObjectNode old && after instanceof ObjectNode now) {
      return Optional.of(ofObjects(old, now));
    }
    if (before instanceof ArrayNode old && after instanceof ArrayNode now
        && (long) old.size() * now.size() <= MAX_COMPARED_PAIRS) {
      return Optional.of(ofLists(old, now));
    }
    return Optional.of(JSON.arrayNode().add(before).add(after));
  }

  private static ObjectNode ofObjects(ObjectNode before, ObjectNode after) {
    ObjectNode delta = JSON.objectNode();
    before.properties().forEach(property -> {
      JsonNode now = after.get(property.getKey());
      if (now == null) {
        delta.set(property.getKey(), gone(property.getValue()));
      } else {
        ofValues(property.getValue(), now).ifPresent(change -> delta.set(property.getKey(), change));
      }
    });
    after.properties().forEach(property -> {
      if (!before.has(property.getKey())) {
        delta.set(property.getKey(), JSON.arrayNode().add(property.getValue()));
      }
    });
    return delta;
  }

  private static ObjectNode ofLists(ArrayNode before, ArrayNode after) {
    List<JsonNode> old = members(before);
    List<JsonNode> now = members(after);
    int[] stayedAs = longestCommon(old, now);
    boolean[] known = new boolean[now.size()];
    ObjectNode delta = JSON.objectNode().put(LIST_MARK, "a");
    Map<JsonNode, List<Integer>> left = new HashMap<>();
    for (int i = 0; i < old.size(); i++) {
      if (stayedAs[i] >= 0) {
        known[stayedAs[i]] = true;
      } else {
        left.computeIfAbsent(identity(old.get(i)), missing -> new ArrayList<>()).add(i);
      }
    }
    int[] cameFrom = new int[now.size()];
    for (int j = 0; j < now.size(); j++) {
      List<Integer> candidates = known[j] ? List.of() : left.getOrDefault(identity(now.get(j)), List.of());
      cameFrom[j] = candidates.isEmpty() ? -1 : candidates.removeFirst();
      if (cameFrom[j] >= 0) {
        delta.set("_" + cameFrom[j], JSON.arrayNode().add("").add(j).add(MOVED));
      }
    }
    for (List<Integer> indexes : left.values()) {
      indexes.forEach(i -> delta.set("_" + i, gone(old.get(i))));
    }
    for (int i = 0; i < old.size(); i++) {
      if (stayedAs[i] >= 0) {
        cameFrom[stayedAs[i]] = i;
      }
    }
    for (int j = 0; j < now.size(); j++) {
      String index = Integer.toString(j);
      if (cameFrom[j] < 0) {
        delta.set(index, JSON.arrayNode().add(now.get(j)));
      } else {
        ofValues(old.get(cameFrom[j]), now.get(j)).ifPresent(change -> delta.set(index, change));
      }
    }
    return delta;
  }

  /** For each old member the index it has now if it kept its order among the others that did, else -1. */
  private static int[] longestCommon(List<JsonNode> old, List<JsonNode> now) {
    List<JsonNode> oldIds = old.stream().map(Delta::identity).toList();
    List<JsonNode> nowIds = now.stream().map(Delta::identity).toList();
    int[][] length = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        length[i][j] = oldIds.get(i).equals(nowIds.get(j))
            ? length[i + 1][j + 1] + 1
            : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    int[] stayedAs = new int[old.size()];
    for (int i = 0, j = 0; i < old.size(); i++) {
      stayedAs[i] = -1;
      while (j < now.size() && length[i][j + 1] == length[i][j]) {
        j++;
      }
      if (j < now.size() && oldIds.get(i).equals(nowIds.get(j))) {
        stayedAs[i] = j;
        j++;
      }
    }
    return stayedAs;
  }

  private static JsonNode identity(JsonNode member) {
    JsonNode id = member.get("id");
    return id != null && id.isString() ? JSON.objectNode().set("id", id) : member;
  }

  private static ArrayNode gone(JsonNode before) {
    return JSON.arrayNode().add(before).add(0).add(WENT);
  }

  private static List<JsonNode> members(ArrayNode list) {
    List<JsonNode> members = new ArrayList<>(list.size());
    list.forEach(members::add);
    return members;
  }
}
