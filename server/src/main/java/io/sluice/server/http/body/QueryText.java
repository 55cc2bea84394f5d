package io.sluice.server.http.body;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters of a query string (exchange 3.2). */
public final class QueryText {

  /**
   * Observed: in a query these names start with a value nobody sent, so that one of them is already a list. Senders
   * never use them, but a case is a case.
   */
  private static final Set<String> TAKEN_NAMES = Set.of("constructor", "toString", "toLocaleString", "valueOf",
      "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable");

  private QueryText() {}

  /**
   * Names in order of first appearance, dots and brackets literal; a repeated name gives the list of its values, in
   * which an empty text before any other counts as absent.
   */
  public static Map<String, @Nullable Object> read(String query) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    FormBody.eachPair(query, (name, value) -> {
      if (!name.equals("__proto__")) {
        add(parameters, name, value);
      }
    });
    return parameters;
  }

  private static void add(Map<String, @Nullable Object> parameters, String name, String value) {
    switch (parameters.get(name)) {
      case null -> parameters.put(name, TAKEN_NAMES.contains(name) ? list(null, value) : value);
      case List<?> values -> parameters.put(name, appended(values, value));
      case String earlier when earlier.isEmpty() -> parameters.put(name, value);
      case Object earlier -> parameters.put(name, list(earlier, value));
    }
  }

  private static List<@Nullable Object> list(@Nullable Object first, String second) {
    return new ArrayList<>(Arrays.asList(first, second));
  }

  private static List<@Nullable Object> appended(List<?> values, String value) {
    List<@Nullable Object> longer = new ArrayList<>(values);
    longer.add(value);
    return longer;
  }

  /** The first value of a parameter; null when it is absent. */
  public static @Nullable String first(Map<String, @Nullable Object> parameters, String name) {
    return switch (parameters.get(name)) {
      case String text -> text;
      case List<?> values when values.getFirst() instanceof String text -> text;
      case null, default -> null;
    };
  }
}
