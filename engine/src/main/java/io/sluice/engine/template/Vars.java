package io.sluice.engine.template;

import io.sluice.engine.type.TypedValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables known at one moment of a run (exchange 7): {@code lead}, {@code submission}, {@code account},
 * {@code flow}, {@code source}, what steps appended under their keys, and the bare ones such as {@code price}.
 *
 * <p>A value is a text, a number ({@link java.math.BigDecimal} or another), a boolean, an {@link java.time.Instant}, a
 * {@link io.sluice.engine.type.TypedValue}, a list of values or a map from name to value; never null. A scope does not
 * change: {@link #with} answers a new one that shares every value with the old, so that keeping one per event is cheap.
 */
public final class Vars {

  private static final Vars EMPTY = new Vars(Map.of());

  private final Map<String, Object> top;

  private Vars(Map<String, Object> top) {
    this.top = top;
  }

  public static Vars empty() {
    return EMPTY;
  }

  /** A copy of the top level of {@code variables}; entries without a value are left out. */
  public static Vars of(Map<String, ?> variables) {
    return EMPTY.with(variables);
  }

  /** A scope that shows {@code variables} as they are at each look-up: inbound mappings build on each other. */
  public static Vars viewOf(Map<String, Object> variables) {
    return new Vars(variables);
  }

  /** This scope with one more variable; one of the same name is replaced as a whole. */
  public Vars with(String name, Object value) {
    var copy = new LinkedHashMap<>(top);
    copy.put(name, value);
    return new Vars(copy);
  }

  public Vars with(Map<String, ?> variables) {
    var copy = new LinkedHashMap<>(top);
    variables.forEach((name, value) -> {
      if (value != null) {
        copy.put(name, value);
      }
    });
    return new Vars(copy);
  }

  /** Null when there is no such variable. */
  public @Nullable Object get(VarPath path) {
    return path.in(top);
  }

  /** As {@link #get(VarPath)}, for a path that is asked for once. */
  public @Nullable Object get(String path) {
    return VarPath.of(path).in(top);
  }

  /** This scope as it may be shown: every value of a maskable type is masked (exchange 9.1). */
  public Vars masked() {
    return masked(top) instanceof Map<?, ?> map && map != top ? of(named(map)) : this;
  }

  /** The same object where nothing in it must be masked. */
  private static Object masked(Object value) {
    return switch (value) {
      case TypedValue typed -> typed.mask();
      case Map<?, ?> map -> {
        Map<Object, Object> copy = null;
        for (var entry : map.entrySet()) {
          var masked = entry.getValue() == null ? null : masked(entry.getValue());
          if (masked != null && masked != entry.getValue()) {
            copy = copy == null ? new LinkedHashMap<>(map) : copy;
            copy.put(entry.getKey(), masked);
          }
        }
        yield copy == null ? map : copy;
      }
      case List<?> list -> {
        List<Object> copy = null;
        for (int i = 0; i < list.size(); i++) {
          var masked = list.get(i) == null ? null : masked(list.get(i));
          if (masked != null && masked != list.get(i)) {
            copy = copy == null ? new ArrayList<>(list) : copy;
            copy.set(i, masked);
          }
        }
        yield copy == null ? list : copy;
      }
      default -> value;
    };
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }

  /** The top level, in the order the variables were set; read-only. */
  public Map<String, Object> asMap() {
    return Collections.unmodifiableMap(top);
  }
}
