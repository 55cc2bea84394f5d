package io.sluice.engine.mapping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a mapping writes to: {@code a.b} an object in an object, {@code tags.0} a list, {@code {123}} a text key. */
final class PropertyPath {

  private static final int MAX_SEGMENTS = 32;
  private static final int MAX_INDEX = 999;

  private final String text;
  private final List<Object> keys;

  private PropertyPath(String text, List<Object> keys) {
    this.text = text;
    this.keys = keys;
  }

  /** @throws IllegalArgumentException saying what is wrong with the path */
  static PropertyPath of(String text) {
    var keys = new ArrayList<Object>();
    for (var segment : text.trim().split("\\.", -1)) {
      keys.add(key(segment, text));
    }
    if (keys.size() > MAX_SEGMENTS) {
      throw new IllegalArgumentException("property '" + text + "' has more than " + MAX_SEGMENTS + " parts");
    }
    return new PropertyPath(text.trim(), List.copyOf(keys));
  }

  private static Object key(String segment, String text) {
    if (segment.isBlank()) {
      throw new IllegalArgumentException("property '" + text + "' has an empty part");
    }
    if (segment.length() > 2 && segment.startsWith("{") && segment.endsWith("}")) {
      return segment.substring(1, segment.length() - 1);
    }
    if (!segment.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return segment;
    }
    if (segment.length() > 4 || Integer.parseInt(segment) > MAX_INDEX) {
      throw new IllegalArgumentException(
          "property '" + text + "' has an index above " + MAX_INDEX + "; write {" + segment + "} for a text key");
    }
    return Integer.valueOf(segment);
  }

  /** Writes, making what is missing on the way; a value in the way that can hold nothing is replaced. */
  void set(Map<String, Object> target, @Nullable Object value) {
    if (target.containsKey(text)) {
      // A dotted query parameter stays one flat key (exchange 3.2), and whoever looks it up would find that one first.
      put(target, text, value);
      return;
    }
    Object holder = target;
    for (int i = 0; i < keys.size() - 1; i++) {
      boolean listNext = keys.get(i + 1) instanceof Integer;
      Object next = own(get(holder, keys.get(i)), listNext);
      put(holder, keys.get(i), next);
      holder = next;
    }
    put(holder, keys.getLast(), value);
  }

  /** A holder of the wanted kind that nobody else sees: parameters may share structure with the submission. */
  private static Object own(@Nullable Object existing, boolean list) {
    if (existing instanceof Map<?, ?> map) {
      return new LinkedHashMap<>(map);
    }
    if (existing instanceof List<?> values) {
      return list ? new ArrayList<>(values) : numbered(values);
    }
    return list ? new ArrayList<>() : new LinkedHashMap<>();
  }

  /** A list that is given a name, as in {@code phone.0@type}, goes on as an object with its numbers for names. */
  private static Map<String, @Nullable Object> numbered(List<?> values) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      map.put(Integer.toString(i), values.get(i));
    }
    return map;
  }

  private static @Nullable Object get(Object holder, Object key) {
    return switch (holder) {
      case Map<?, ?> map -> map.get(key.toString());
      case List<?> list when key instanceof Integer index && index < list.size() -> list.get(index);
      default -> null;
    };
  }

  @SuppressWarnings("unchecked") // own() made the holder, or it is the caller's map
  private static void put(Object holder, Object key, @Nullable Object value) {
    if (holder instanceof Map<?, ?> map) {
      ((Map<String, @Nullable Object>) map).put(key.toString(), value);
      return;
    }
    var list = (List<@Nullable Object>) holder;
    int index = (Integer) key;
    while (list.size() <= index) {
      list.add(null);
    }
    list.set(index, value);
  }
}
