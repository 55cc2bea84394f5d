package io.sluice.server.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a module sees: all that is known, and over it what is mapped for it. */
public final class MappedVars {

  private MappedVars() {}

  /** A new map; where both have a map under a name, it holds the members of both. */
  public static Map<String, @Nullable Object> over(
      Map<String, ? extends @Nullable Object> known, Map<String, ? extends @Nullable Object> mapped) {
    Map<String, @Nullable Object> vars = new LinkedHashMap<>(known);
    merge(vars, mapped);
    return vars;
  }

  private static void merge(Map<String, @Nullable Object> into, Map<?, ?> mapped) {
    mapped.forEach((name, value) -> {
      String key = String.valueOf(name);
      if (value instanceof Map<?, ?> deeper && into.get(key) instanceof Map<?, ?> known) {
        Map<String, @Nullable Object> both = new LinkedHashMap<>();
        known.forEach((inner, old) -> both.put(String.valueOf(inner), old));
        merge(both, deeper);
        into.put(key, both);
      } else {
        into.put(key, value);
      }
    });
  }
}
