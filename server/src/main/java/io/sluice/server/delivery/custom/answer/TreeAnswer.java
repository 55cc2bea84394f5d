package io.sluice.server.delivery.custom.answer;

import io.sluice.engine.type.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON, or what else was read into maps and lists. Paths are names and numbers between dots, and {@code *} for every
 * member where several values may be taken.
 *
 * @param tree as {@link io.sluice.server.http.body.JsonBody} reads it
 */
public record TreeAnswer(@Nullable Object tree, String whole) implements AnswerBody {

  @Override
  public Map<String, @Nullable Object> appended() {
    Map<String, @Nullable Object> appended = new LinkedHashMap<>();
    switch (tree) {
      case Map<?, ?> map -> map.forEach((name, value) -> appended.put(quoted(String.valueOf(name)), quoted(value)));
      case List<?> list -> appended.put("array", quoted(list));
      case null, default -> {}
    }
    return appended;
  }

  private static @Nullable Object quoted(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> quoted = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((name, member) -> quoted.put(quoted(String.valueOf(name)), quoted(member)));
        yield quoted;
      }
      case List<?> list -> {
        List<@Nullable Object> quoted = new ArrayList<>(list.size());
        list.forEach(member -> quoted.add(quoted(member)));
        yield quoted;
      }
      case null, default -> value;
    };
  }

  /** A name that begins with a digit would be a place in a list; observed, it comes in quotes. */
  private static String quoted(String name) {
    return !name.isEmpty() && Character.isDigit(name.charAt(0)) ? "'" + name + "'" : name;
  }

  @Override
  public Optional<String> at(String path) {
    Object here = tree;
    for (var part : path.split("\\.", -1)) {
      here = member(here, part);
    }
    return Optional.of(Values.text(here));
  }

  @Override
  public List<Object> values(String path) {
    List<@Nullable Object> here = new ArrayList<>();
    here.add(tree);
    for (var part : path.split("\\.", -1)) {
      List<@Nullable Object> there = new ArrayList<>();
      for (var value : here) {
        if (part.equals("*")) {
          addMembers(there, value);
        } else {
          there.add(member(value, part));
        }
      }
      here = there.size() > MAX_VALUES ? there.subList(0, MAX_VALUES) : there;
    }
    List<Object> values = new ArrayList<>();
    for (var value : here) {
      if (value instanceof List<?> list) {
        list.stream().limit(MAX_VALUES).forEach(member -> addKnown(values, member));
      } else {
        addKnown(values, value);
      }
    }
    return values;
  }

  private static void addMembers(List<@Nullable Object> into, @Nullable Object value) {
    switch (value) {
      case Map<?, ?> map -> into.addAll(map.values());
      case List<?> list -> into.addAll(list);
      case null, default -> {}
    }
  }

  private static void addKnown(List<Object> into, @Nullable Object value) {
    if (value != null) {
      into.add(value);
    }
  }

  private static @Nullable Object member(@Nullable Object value, String name) {
    return switch (value) {
      case Map<?, ?> map -> map.get(name);
      case List<?> list -> {
        boolean number = !name.isEmpty() && name.length() < 9 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        int index = number ? Integer.parseInt(name) : -1;
        yield index >= 0 && index < list.size() ? list.get(index) : null;
      }
      case null, default -> null;
    };
  }

  @Override
  public Optional<String> captured(String pattern) {
    return Optional.empty();
  }
}
