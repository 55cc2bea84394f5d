package io.sluice.server.http.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.Keyword;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One OpenAPI document: its operations, and its schemas compiled for what is asked and for what is answered. */
final class ContractFile {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
  private static final String JSON = "application/json";
  private static final String PROBLEM_JSON = "application/problem+json";

  private final String surface;
  private final JsonNode document;
  private final List<Operation> operations;
  private final Compiled asked;
  private final Compiled answered;

  ContractFile(String surface, JsonNode document) {
    this.surface = surface;
    this.document = document;
    this.operations = new ArrayList<>();
    ObjectNode asks = JsonNodeFactory.instance.objectNode();
    ObjectNode answers = JsonNodeFactory.instance.objectNode();
    document.path("paths").forEachEntry((path, item) -> item.forEachEntry((method, operation) -> {
      if (METHODS.contains(method)) {
        operations.add(read(path, method, item, operation, asks, answers));
      }
    }));
    JsonNode shared = document.path("components").path("schemas");
    this.asked = new Compiled(surface + "-asked", asks, shared, true);
    this.answered = new Compiled(surface + "-answered", answers, shared, false);
  }

  JsonNode document() {
    return document;
  }

  List<Operation> operations() {
    return operations;
  }

  BodyCheck body(Operation operation, JsonNode body) {
    return asked.check("body-" + operation.id(), body);
  }

  BodyCheck queryParameter(Operation operation, String name, JsonNode value) {
    return asked.check("query-" + operation.id() + "-" + name, value);
  }

  JsonNode queryParameterSchema(Operation operation, String name) {
    JsonNode schema = asked.schemas.path("query-" + operation.id() + "-" + name);
    return schema.has("$ref") ? resolve(schema) : schema;
  }

  BodyCheck answer(Operation operation, int status, JsonNode body) {
    String exact = "answer-" + operation.id() + "-" + status;
    return answered.check(answered.schemas.has(exact) ? exact : "answer-" + operation.id() + "-default", body);
  }

  private Operation read(
      String path, String method, JsonNode item, JsonNode operation, ObjectNode asks, ObjectNode answers) {
    String id = operation.path("operationId").asString(method + path);
    JsonNode body = resolve(operation.path("requestBody"));
    JsonNode content = body.path("content");
    if (content.has(JSON)) {
      asks.set("body-" + id, content.get(JSON).path("schema"));
    }
    Map<String, JsonNode> query = new LinkedHashMap<>();
    for (JsonNode parameters : List.of(item.path("parameters"), operation.path("parameters"))) {
      parameters.forEach(reference -> {
        JsonNode parameter = resolve(reference);
        if (parameter.path("in").asString("").equals("query")) {
          query.put(parameter.path("name").asString(), parameter.path("schema"));
        }
      });
    }
    query.forEach((name, schema) -> asks.set("query-" + id + "-" + name, schema));
    Set<Integer> statuses = new TreeSet<>();
    operation.path("responses").forEachEntry((status, reference) -> {
      JsonNode types = resolve(reference).path("content");
      JsonNode type = types.has(JSON) ? types.get(JSON) : types.path(PROBLEM_JSON);
      if (type.has("schema")) {
        answers.set("answer-" + id + "-" + status, type.get("schema"));
      }
      if (!status.equals("default")) {
        statuses.add(Integer.valueOf(status));
      }
    });
    return new Operation(surface, new Route(method, path), path, id, List.copyOf(content.propertyNames()),
        body.path("required").asBoolean(false), List.copyOf(query.keySet()), statuses,
        operation.path("x-stranger").asString(""));
  }

  /** Follows {@code $ref} within the document. */
  private JsonNode resolve(JsonNode node) {
    JsonNode target = node;
    while (target.has("$ref")) {
      target = document.at(target.get("$ref").asString().substring(1));
    }
    return target;
  }

  /** Schemas under names of their own, beside the shared ones they refer to. Each is compiled when first asked for. */
  private static final class Compiled {

    /** OpenAPI 3.1's, with the words of our own that say something about a schema and check nothing. */
    private static final Dialect DIALECT =
        Dialect.builder("https://contract.invalid/dialect", Dialects.getOpenApi31())
            .keywords(Stream.of("components", "own", "x-means", "x-problem", AskedSchemas.OPEN, AskedSchemas.READ_ONLY)
                .<Keyword>map(NonValidationKeyword::new)
                .toList())
            .build();

    private final ObjectNode schemas;
    private final Schema root;
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();

    Compiled(String name, ObjectNode own, JsonNode shared, boolean asked) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      schemas = own.deepCopy();
      JsonNode components = shared.isObject() ? shared.deepCopy() : JsonNodeFactory.instance.objectNode();
      if (asked) {
        schemas.forEach(AskedSchemas::rewrite);
        components.forEach(AskedSchemas::rewrite);
      }
      document.putObject("components").set("schemas", components);
      document.set("own", schemas);
      SchemaRegistry registry = SchemaRegistry.withDialect(DIALECT, builder ->
          builder.schemaRegistryConfig(SchemaRegistryConfig.builder()
              .formatAssertionsEnabled(true)
              .preloadSchema(false)
              .build()));
      root = registry.getSchema(SchemaLocation.of("https://contract.invalid/" + name), document);
    }

    BodyCheck check(String name, JsonNode value) {
      if (!schemas.has(name)) {
        return new BodyCheck(value, List.of());
      }
      Set<BodyProblem> problems = new LinkedHashSet<>();
      List<NodePath> readOnly = new ArrayList<>();
      FirstErrors errors = FirstErrors.of(schema(name), value);
      for (Error error : errors) {
        JsonNode schema = holder(error);
        if (schema.has(AskedSchemas.READ_ONLY)) {
          readOnly.add(error.getInstanceLocation());
        } else if (problems.size() < BodyProblem.MOST_TOLD) {
          Sentences.of(error, schema).ifPresent(problems::add);
        } else {
          problems.add(BodyProblem.AND_MORE);
          break;
        }
      }
      if (errors.isFull()) {
        problems.add(BodyProblem.AND_MORE);
      }
      return new BodyCheck(readOnly.isEmpty() || !problems.isEmpty() ? value : without(value, readOnly),
          List.copyOf(problems));
    }

    private Schema schema(String name) {
      return compiled.computeIfAbsent(name,
          key -> root.getRefSchema(SchemaLocation.of("#/own/" + key).getFragment()));
    }

    /** The schema object whose keyword failed: the validator names the keyword's place in the document. */
    private JsonNode holder(Error error) {
      NodePath place = error.getSchemaLocation().getFragment();
      JsonNode node = root.getSchemaNode();
      for (int i = 0; i < place.getNameCount() - 1; i++) {
        node = place.getElement(i) instanceof Integer index ? node.path(index) : node.path(place.getName(i));
      }
      return node;
    }

    private static JsonNode without(JsonNode value, List<NodePath> places) {
      JsonNode copy = value.deepCopy();
      for (NodePath place : places) {
        JsonNode holder = copy;
        for (int i = 0; i < place.getNameCount() - 1; i++) {
          holder = place.getElement(i) instanceof Integer index ? holder.path(index) : holder.path(place.getName(i));
        }
        if (holder instanceof ObjectNode object) {
          object.remove(place.getName(place.getNameCount() - 1));
        }
      }
      return copy;
    }
  }

  /** The examples of every JSON schema in the operations: of requests under status 0, of answers under theirs. */
  List<Example> examples() {
    List<Example> examples = new ArrayList<>();
    for (Operation operation : operations) {
      JsonNode node = document.path("paths").path(operation.path())
          .path(operation.route().method().toLowerCase(Locale.ROOT));
      collect(operation, 0, resolve(node.path("requestBody")).path("content").path(JSON), examples);
      node.path("responses").forEachEntry((status, reference) -> {
        JsonNode content = resolve(reference).path("content");
        int code = status.equals("default") ? 500 : Integer.parseInt(status);
        collect(operation, code, content.path(JSON), examples);
        collect(operation, code, content.path(PROBLEM_JSON), examples);
      });
    }
    return examples;
  }

  private void collect(Operation operation, int status, JsonNode type, List<Example> examples) {
    type.path("examples").forEachEntry((name, example) ->
        examples.add(new Example(operation, status, name, resolve(example).path("value"))));
  }

  record Example(Operation operation, int status, String name, JsonNode value) {}
}
