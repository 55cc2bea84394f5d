package io.sluice.server.delivery.custom;

import io.sluice.engine.type.Values;
import io.sluice.server.http.body.PercentText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names and texts in their order, as forms and queries carry them. */
public final class Pairs {

  private record Pair(String name, String text) {}

  private final List<Pair> pairs = new ArrayList<>();

  /**
   * Nested names are joined by dots, a list repeats its name, and what is inside a list must be plain (observed).
   *
   * @param values as {@link Sent#plain} makes them
   * @param compact whether members of lists that are empty, zero or false are left out (observed)
   */
  public static Pairs of(Map<String, ? extends @Nullable Object> values, boolean compact) {
    var pairs = new Pairs();
    values.forEach((name, value) -> pairs.add(name, value, compact));
    return pairs;
  }

  private void add(String name, @Nullable Object value, boolean compact) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() ->
          map.forEach((part, member) -> add(name + "." + part, member, compact));
      case List<?> list -> list.stream()
          .filter(member -> !compact || !isNothing(member))
          .forEach(member -> pairs.add(new Pair(name, text(member))));
      case null, default -> pairs.add(new Pair(name, text(value)));
    }
  }

  public Pairs and(String name, String text) {
    pairs.add(new Pair(name, text));
    return this;
  }

  public Pairs and(Pairs more) {
    pairs.addAll(more.pairs);
    return this;
  }

  /** @param encodesNames values always are; what names are made of is the recipient's matter and may be kept */
  public String text(boolean encodesNames) {
    var text = new StringBuilder();
    for (var pair : pairs) {
      text.append(text.isEmpty() ? "" : "&").append(encodesNames ? PercentText.encode(pair.name) : pair.name)
          .append('=').append(PercentText.encode(pair.text));
    }
    return text.toString();
  }

  private static String text(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> _ -> "";
      case List<?> _ -> "";
      case Double number when !Double.isFinite(number) -> "";
      case null, default -> Values.text(value);
    };
  }

  private static boolean isNothing(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String text -> text.isEmpty();
      case Boolean yes -> !yes;
      case Number number -> number.doubleValue() == 0 || Double.isNaN(number.doubleValue());
      default -> false;
    };
  }
}
