package io.sluice.engine;

import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleNode;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.template.Vars;
import io.sluice.engine.type.FieldTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the vector files of rules and templates. */
public final class Cases {

  public static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-15T12:00:00Z"), ZoneOffset.UTC);

  private Cases() {}

  public static JsonNode read(String name) {
    try (InputStream file = Cases.class.getResourceAsStream("/vectors/" + name + ".json")) {
      return JsonMapper.builder().build().readTree(Objects.requireNonNull(file, name));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Counts cases of a file for the last line of {@code bin/test}. */
  public static void tell(String file, int passed, int total) {
    try {
      Files.writeString(Path.of("target", "observed-cases.txt"), file + " " + passed + " " + total + "\n",
          StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  public static Vars vars(JsonNode node) {
    var variables = new LinkedHashMap<String, Object>();
    node.properties().forEach(entry -> variables.put(entry.getKey(), Objects.requireNonNull(value(entry.getValue()))));
    return Vars.of(variables);
  }

  public static @Nullable RuleSet ruleSet(@Nullable JsonNode node) {
    if (node == null) {
      return null;
    }
    var rules = new ArrayList<RuleNode>();
    node.get("rules").forEach(member ->
        rules.add(member.has("rules") ? Objects.requireNonNull(ruleSet(member)) : rule(member)));
    return new RuleSet(null, node.get("op").asString(), rules);
  }

  private static Rule rule(JsonNode node) {
    var rhv = node.has("rhv") ? value(node.get("rhv")) : null;
    return new Rule(null, node.get("lhv").asString(), node.get("op").asString(), rhv, ruleSet(node.get("rule_set")));
  }

  private static @Nullable Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> node.has("$type") ? typed(node) : map(node);
      case ARRAY -> {
        var list = new ArrayList<@Nullable Object>();
        node.forEach(element -> list.add(value(element)));
        yield list;
      }
      case NUMBER -> node.isIntegralNumber() ? node.numberValue() : (Number) node.decimalValue();
      case BOOLEAN -> node.booleanValue();
      case STRING -> node.asString();
      default -> null;
    };
  }

  private static @Nullable Object typed(JsonNode node) {
    String text = node.get("value").asString();
    return FieldTypes.named(node.get("$type").asString()).orElseThrow().parse(text, CLOCK);
  }

  private static Map<String, Object> map(JsonNode node) {
    var map = new LinkedHashMap<String, Object>();
    node.properties().forEach(entry -> map.put(entry.getKey(), Objects.requireNonNull(value(entry.getValue()))));
    return map;
  }

  public static List<JsonNode> list(JsonNode array) {
    var list = new ArrayList<JsonNode>();
    array.forEach(list::add);
    return list;
  }
}
