package io.sluice.engine.template;

import io.sluice.engine.type.TypedValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dotted variable path such as {@code lead.phone_1.area}, split once. Names are case-sensitive. A path walks maps by
 * key, typed values by component and lists by index. Where a key itself has dots (field {@code mortgage.loan.amount})
 * the longest key wins.
 */
public final class VarPath {

  private static final int MAX_SEGMENTS = 16;

  private final String text;
  private final int size;
  /** {@code keys[from][length - 1]} is the key made of {@code length} segments that starts at {@code from}. */
  private final String[][] keys;

  private VarPath(String text, String[] segments) {
    this.text = text;
    this.size = segments.length;
    this.keys = new String[size][];
    for (int from = 0; from < size; from++) {
      keys[from] = new String[size - from];
      var key = new StringBuilder();
      for (int to = from; to < size; to++) {
        key.append(to == from ? "" : ".").append(segments[to]);
        keys[from][to - from] = key.toString();
      }
    }
  }

  /** @throws BadTemplate when a segment is empty or there are more than 16 of them */
  public static VarPath of(String text) {
    String trimmed = text.trim();
    String[] segments = trimmed.split("\\.", -1);
    if (segments.length > MAX_SEGMENTS) {
      throw new BadTemplate("variable '" + trimmed + "' has more than " + MAX_SEGMENTS + " parts");
    }
    for (int i = 0; i < segments.length; i++) {
      String segment = segments[i];
      if (segment.length() > 2 && segment.startsWith("[") && segment.endsWith("]")) {
        segments[i] = segment.substring(1, segment.length() - 1);
      }
      if (segments[i].isBlank()) {
        throw new BadTemplate("variable '" + trimmed + "' has an empty part");
      }
    }
    return new VarPath(trimmed, segments);
  }

  /** Null when nothing is there. */
  public @Nullable Object in(Map<String, ?> variables) {
    return find(variables, 0);
  }

  private @Nullable Object find(Object at, int from) {
    if (from == size) {
      return at;
    }
    return switch (at) {
      case Map<?, ?> map -> findInMap(map, from);
      case TypedValue typed -> typed.get(keys[from][size - from - 1]);
      case List<?> list -> findInList(list, from);
      default -> null;
    };
  }

  private @Nullable Object findInMap(Map<?, ?> map, int from) {
    for (int length = size - from; length > 0; length--) {
      Object next = map.get(keys[from][length - 1]);
      if (next != null) {
        Object found = find(next, from + length);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private @Nullable Object findInList(List<?> list, int from) {
    String segment = keys[from][0];
    if (segment.length() > 6 || !segment.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    int index = Integer.parseInt(segment);
    Object next = index < list.size() ? list.get(index) : null;
    return next == null ? null : find(next, from + 1);
  }

  @Override
  public String toString() {
    return text;
  }
}
