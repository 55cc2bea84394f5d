package io.sluice.server.event;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads rules as clients send them: an array, or the JSON text of one (exchange 6.4, 12.1). */
public final class EventRules {

  private static final int MAX_RULES = 50;
  private static final Set<String> PARTS = Set.of("id", "lhv", "op", "rhv");
  private static final JsonMapper JSON = JsonMapper.shared();

  private EventRules() {}

  /**
   * @param name of the parameter that holds them
   * @param given JSON, the text of JSON, or null
   * @param problems is told everything that is wrong, by place
   */
  public static List<EventRule> read(String name, @Nullable Object given, BiConsumer<String, String> problems) {
    return switch (given) {
      case null -> List.of();
      case String text when text.isBlank() -> List.of();
      case String text -> {
        try {
          yield read(name, JSON.readTree(text), problems);
        } catch (JacksonException notJson) {
          problems.accept(name, "must be JSON: an array of rules");
          yield List.of();
        }
      }
      case JsonNode tree -> read(name, tree, problems);
      default -> throw new IllegalArgumentException("rules are text or JSON");
    };
  }

  private static List<EventRule> read(String name, JsonNode tree, BiConsumer<String, String> problems) {
    if (tree.isNull() || tree.isMissingNode()) {
      return List.of();
    }
    if (!tree.isArray() || tree.size() > MAX_RULES) {
      problems.accept(name, "must be an array of at most " + MAX_RULES + " rules");
      return List.of();
    }
    List<EventRule> rules = new ArrayList<>();
    for (int i = 0; i < tree.size(); i++) {
      rule(name + "[" + i + "]", tree.get(i), problems).ifPresent(rules::add);
    }
    return rules;
  }

  /** @param path where the rule stands, for the problems found */
  public static Optional<EventRule> rule(String path, JsonNode rule, BiConsumer<String, String> problems) {
    if (!rule.isObject()) {
      problems.accept(path, "must be an object with lhv, op and rhv");
      return Optional.empty();
    }
    rule.propertyNames().stream().filter(name -> !PARTS.contains(name)).forEach(name ->
        problems.accept(path + "." + name, "is not taken here: the rules of a search are a flat list"));
    JsonNode rhv = rule.path("rhv");
    Object right = rhv.isNull() || rhv.isMissingNode() ? null : JSON.treeToValue(rhv, Object.class);
    return EventRule.read(text(rule, "lhv"), text(rule, "op"), right,
        (part, sentence) -> problems.accept(path + "." + part, sentence));
  }

  private static @Nullable String text(JsonNode rule, String name) {
    return rule.path(name).isString() ? rule.path(name).asString() : null;
  }
}
