package io.sluice.server.http.contract;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Says in plain English what a validator found. */
final class Sentences {

  private static final int LONGEST_LIST_TO_SPELL_OUT = 12;

  private Sentences() {}

  /**
   * @param error what the validator found
   * @param schema the schema object that holds the keyword which failed
   * @return empty when it is no problem after all: an extra property of an open object that resembles none of its own
   */
  static Optional<BodyProblem> of(Error error, JsonNode schema) {
    String keyword = error.getKeyword();
    String path = path(error);
    if (keyword.equals("additionalProperties") || keyword.equals("unevaluatedProperties")) {
      return unknown(path, error.getProperty(), schema);
    }
    if (schema.has("x-problem")) {
      return Optional.of(new BodyProblem(path, schema.get("x-problem").asString()));
    }
    return Optional.of(new BodyProblem(path, sentence(keyword, error, schema)));
  }

  private static Optional<BodyProblem> unknown(String path, String name, JsonNode schema) {
    Collection<String> known = schema.path("properties").propertyNames();
    Optional<String> meant =
        schema.has(AskedSchemas.OPEN) ? Spelling.slipOf(name, known) : Spelling.nearest(name, known);
    if (schema.has(AskedSchemas.OPEN) && meant.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new BodyProblem(path,
        "is not a property here" + meant.map(guess -> ", did you mean " + guess + "?").orElse("")));
  }

  private static String sentence(String keyword, Error error, JsonNode schema) {
    JsonNode limit = schema.path(keyword);
    return switch (keyword) {
      case "required" -> "is required";
      case "type" -> "must be " + type(limit);
      case "enum" -> oneOf(error.getInstanceNode(), limit);
      case "const" -> "must be " + limit.asString();
      case "pattern" -> schema.has("x-means")
          ? "must be " + schema.get("x-means").asString()
          : "must match the pattern " + limit.asString();
      case "format" -> "must be " + format(limit.asString());
      case "minLength" -> limit.asInt() == 1 ? "must not be empty" : "must have at least " + limit + " characters";
      case "maxLength" -> "must have at most " + limit + " characters";
      case "minItems" -> limit.asInt() == 1 ? "must not be empty" : "must have at least " + limit + " elements";
      case "maxItems" -> limit.asInt() == 0 ? "must be empty" : "must have at most " + limit + " elements";
      case "uniqueItems" -> "must not name anything twice";
      case "minimum" -> "must be at least " + limit;
      case "maximum" -> "must be at most " + limit;
      case "exclusiveMinimum" -> "must be more than " + limit;
      case "exclusiveMaximum" -> "must be less than " + limit;
      default -> error.getMessage();
    };
  }

  private static String type(JsonNode types) {
    List<String> words = new ArrayList<>();
    (types.isArray() ? types : List.of(types)).forEach(type -> words.add(switch (type.asString()) {
      case "string" -> "a text";
      case "number" -> "a number";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      case "array" -> "a list";
      case "object" -> "an object";
      default -> type.asString();
    }));
    return alternatives(words);
  }

  private static String oneOf(JsonNode given, JsonNode values) {
    List<String> words = new ArrayList<>();
    values.forEach(value -> words.add(value.isNull() ? "null" : value.asString()));
    Optional<String> meant = given.isString() ? Spelling.nearest(given.asString(), words) : Optional.empty();
    if (words.size() <= LONGEST_LIST_TO_SPELL_OUT) {
      return "must be " + alternatives(words) + meant.map(guess -> ", did you mean " + guess + "?").orElse("");
    }
    return meant.map(guess -> "is not one of the known values, did you mean " + guess + "?")
        .orElseGet(() -> "must be one of " + String.join(", ", words));
  }

  private static String format(String format) {
    return switch (format) {
      case "date-time" -> "a time such as 2026-03-02T09:00:00Z";
      case "date" -> "a date such as 2026-03-02";
      case "email" -> "an e-mail address";
      case "uri" -> "an absolute address such as https://acme.example";
      default -> "a " + format;
    };
  }

  private static String alternatives(List<String> words) {
    if (words.size() < 2) {
      return words.stream().collect(Collectors.joining());
    }
    return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
  }

  /** {@code steps[0].rule_set}; for a property that is missing or too much, its own path and not the object's. */
  private static String path(Error error) {
    StringBuilder path = new StringBuilder();
    NodePath location = error.getInstanceLocation();
    for (int i = 0; i < location.getNameCount(); i++) {
      if (location.getElement(i) instanceof Integer index) {
        path.append('[').append(index.intValue()).append(']');
      } else {
        name(path, location.getName(i));
      }
    }
    if (error.getProperty() != null) {
      name(path, error.getProperty());
    }
    return path.toString();
  }

  private static void name(StringBuilder path, String name) {
    path.append(path.isEmpty() ? "" : ".").append(name);
  }
}
