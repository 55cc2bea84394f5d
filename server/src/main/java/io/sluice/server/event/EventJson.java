package io.sluice.server.event;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.server.event.row.VarsJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as the API answers it (exchange 12.2, 12.3): the properties it has, one of them named by the event's key. */
public record EventJson(Map<String, @Nullable Object> properties) {

  @JsonValue
  @JsonRawValue
  public String text() {
    return VarsJson.show(properties);
  }

  /** Only these properties; a dotted name picks a part. */
  EventJson only(List<String> names) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>();
    for (String name : names) {
      pick(properties, List.of(name.split("\\.")), kept);
    }
    return new EventJson(kept);
  }

  EventJson without(List<String> names) {
    Map<String, @Nullable Object> kept = new LinkedHashMap<>(properties);
    for (String name : names) {
      drop(kept, List.of(name.split("\\.")));
    }
    return new EventJson(kept);
  }

  private static void pick(Map<?, ?> from, List<String> path, Map<String, @Nullable Object> into) {
    String whole = String.join(".", path);
    if (from.containsKey(whole)) {
      into.put(whole, from.get(whole));
    } else if (path.size() > 1 && from.get(path.getFirst()) instanceof Map<?, ?> inner) {
      Map<String, @Nullable Object> part = new LinkedHashMap<>();
      if (into.get(path.getFirst()) instanceof Map<?, ?> known) {
        known.forEach((name, value) -> part.put(String.valueOf(name), value));
      }
      pick(inner, path.subList(1, path.size()), part);
      into.put(path.getFirst(), part);
    }
  }

  private static void drop(Map<String, @Nullable Object> from, List<String> path) {
    String whole = String.join(".", path);
    if (from.containsKey(whole)) {
      from.remove(whole);
    } else if (path.size() > 1 && from.get(path.getFirst()) instanceof Map<?, ?> inner) {
      Map<String, @Nullable Object> part = new LinkedHashMap<>();
      inner.forEach((name, value) -> part.put(String.valueOf(name), value));
      drop(part, new ArrayList<>(path.subList(1, path.size())));
      from.put(path.getFirst(), part);
    }
  }
}
