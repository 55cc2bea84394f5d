package io.sluice.server.http.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The OpenAPI documents this server is held to: what each operation takes and answers. They are read when first needed,
 * and a schema is compiled when first needed. Safe for many threads.
 */
@Component
public final class Contract {

  private static final String FILES = "classpath*:contract/*.yaml";

  private record Loaded(Map<String, ContractFile> files, Map<Route, Operation> operations) {}

  /** Read once for all: reading YAML takes some tenths of a second on a cold virtual machine. */
  private static final class Shared {
    static final Loaded LOADED = load();
  }

  /** The documents by surface: {@code exchange}, {@code console}, … */
  public Map<String, JsonNode> documents() {
    Map<String, JsonNode> documents = new TreeMap<>();
    loaded().files().forEach((surface, file) -> documents.put(surface, file.document()));
    return documents;
  }

  public Collection<Operation> operations() {
    return loaded().operations().values();
  }

  public Optional<Operation> operation(Route route) {
    return Optional.ofNullable(loaded().operations().get(route));
  }

  /** Holds a JSON request body against its operation. */
  public BodyCheck body(Operation operation, JsonNode body) {
    return file(operation).body(operation, body);
  }

  /** Holds a JSON answer against its operation, for tests of routes. */
  public List<BodyProblem> answer(Operation operation, int status, JsonNode body) {
    return file(operation).answer(operation, status, body).problems();
  }

  /**
   * Holds query parameters against their operation. A parameter the operation does not know passes, unless it is a
   * misspelling of one it does know.
   */
  public List<BodyProblem> query(Operation operation, Map<String, String[]> query) {
    List<BodyProblem> problems = new ArrayList<>();
    query.forEach((given, values) -> {
      String name = given.endsWith("[]") ? given.substring(0, given.length() - 2) : given;
      if (operation.queryParameters().contains(name)) {
        problems.addAll(parameter(operation, name, values));
      } else {
        Spelling.slipOf(name, operation.queryParameters()).ifPresent(meant ->
            problems.add(new BodyProblem(name, "is not a parameter here, did you mean " + meant + "?")));
      }
    });
    return problems;
  }

  private List<BodyProblem> parameter(Operation operation, String name, String[] values) {
    ContractFile file = file(operation);
    JsonNode schema = file.queryParameterSchema(operation, name);
    boolean list = schema.path("type").asString("").equals("array");
    if (!list && values.length > 1) {
      return List.of(new BodyProblem(name, "must be given once"));
    }
    JsonNode value = list
        ? JsonNodeFactory.instance.arrayNode().addAll(
            Arrays.stream(values).<JsonNode>map(JsonNodeFactory.instance::stringNode).toList())
        : value(schema.path("type").asString(""), values[0]);
    return file.queryParameter(operation, name, value).problems().stream()
        .map(problem -> new BodyProblem(name + problem.path(), problem.sentence()))
        .toList();
  }

  /** Text that reads as the wanted type becomes that; other text stays text and fails the check by its type. */
  private static JsonNode value(String type, String text) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (type) {
      case "integer" -> text.matches("-?\\d{1,18}") ? nodes.numberNode(Long.parseLong(text)) : nodes.stringNode(text);
      case "boolean" -> text.equals("true") || text.equals("false")
          ? nodes.booleanNode(text.equals("true")) : nodes.stringNode(text);
      default -> nodes.stringNode(text);
    };
  }

  List<ContractFile.Example> examples() {
    return loaded().files().values().stream().flatMap(file -> file.examples().stream()).toList();
  }

  private ContractFile file(Operation operation) {
    ContractFile file = loaded().files().get(operation.surface());
    if (file == null) {
      throw new IllegalArgumentException("no contract file has the operation " + operation.id());
    }
    return file;
  }

  private static Loaded loaded() {
    return Shared.LOADED;
  }

  private static Loaded load() {
    YAMLMapper yaml = YAMLMapper.shared();
    Map<String, ContractFile> files = new TreeMap<>();
    Map<Route, Operation> operations = new TreeMap<>();
    try {
      for (Resource resource : new PathMatchingResourcePatternResolver().getResources(FILES)) {
        String name = String.valueOf(resource.getFilename());
        String surface = name.substring(0, name.indexOf('.'));
        try (InputStream in = resource.getInputStream()) {
          files.put(surface, new ContractFile(surface, yaml.readTree(in)));
        } catch (JacksonException e) {
          throw new IllegalStateException("the contract file " + name + " is not YAML", e);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the contract files cannot be read", e);
    }
    if (files.isEmpty()) {
      throw new IllegalStateException("there are no contract files at " + FILES);
    }
    for (ContractFile file : files.values()) {
      for (Operation operation : file.operations()) {
        Operation other = operations.put(operation.route(), operation);
        if (other != null) {
          throw new IllegalStateException(
              operation.route() + " is in the contract twice: " + other.id() + " and " + operation.id());
        }
      }
    }
    return new Loaded(files, operations);
  }
}
