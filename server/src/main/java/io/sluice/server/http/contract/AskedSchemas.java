package io.sluice.server.http.contract;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The contract's schemas as they hold for what a client sends. They differ from what the server answers in two ways:
 * a read-only property may be there but never counts, and an object that is open to more properties is still not open
 * to misspelt ones. Both are marked here and told apart again by {@link Sentences}.
 */
final class AskedSchemas {

  static final String READ_ONLY = "x-read-only";
  static final String OPEN = "x-open";

  private static final Set<String> SCHEMA = Set.of("items", "additionalProperties", "unevaluatedProperties");
  private static final Set<String> SCHEMAS = Set.of("properties", "patternProperties");
  private static final Set<String> ALTERNATIVES = Set.of("allOf", "anyOf", "oneOf");

  private AskedSchemas() {}

  /** Rewrites the schema and all that lie in it, in place. */
  static void rewrite(JsonNode schema) {
    if (!(schema instanceof ObjectNode object)) {
      return;
    }
    closeAgainstSlips(object);
    setReadOnlyAside(object);
    for (String keyword : new TreeSet<>(object.propertyNames())) {
      JsonNode value = object.get(keyword);
      if (SCHEMA.contains(keyword)) {
        rewrite(value);
      } else if (SCHEMAS.contains(keyword) || ALTERNATIVES.contains(keyword)) {
        value.forEach(AskedSchemas::rewrite);
      }
    }
  }

  private static void closeAgainstSlips(ObjectNode schema) {
    boolean composed = schema.has("$ref") || ALTERNATIVES.stream().anyMatch(schema::has);
    JsonNode additional = schema.get("additionalProperties");
    boolean open = additional == null || additional.isBoolean() && additional.booleanValue();
    if (schema.has("properties") && open && !composed) {
      schema.put("additionalProperties", false);
      schema.put(OPEN, true);
    }
  }

  private static void setReadOnlyAside(ObjectNode schema) {
    if (!(schema.get("properties") instanceof ObjectNode properties)) {
      return;
    }
    for (String name : new TreeSet<>(properties.propertyNames())) {
      if (properties.get(name).path("readOnly").asBoolean(false)) {
        ObjectNode never = properties.putObject(name);
        never.putObject("not");
        never.put(READ_ONLY, true);
        if (schema.get("required") instanceof ArrayNode required) {
          required.removeIf(asked -> asked.asString().equals(name));
        }
      }
    }
  }
}
