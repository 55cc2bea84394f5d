package io.sluice.server.flow;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.sluice.engine.rule.Rule;
import io.sluice.engine.rule.RuleNode;
import io.sluice.engine.rule.RuleSet;
import io.sluice.engine.run.FilterStep;
import io.sluice.engine.run.FlowDefinition;
import io.sluice.engine.run.Integration;
import io.sluice.engine.run.RecipientStep;
import io.sluice.engine.run.Route;
import io.sluice.engine.run.Step;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/** From the JSON of a flow, or of a route to one, to the engine's definition of it. What decides nothing is passed over. */
public final class FlowBinding {

  private static final Set<String> SET_OPERATORS = Set.of("and", "or");

  private static final JsonMapper MAPPER = JsonMapper.builder()
      .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .addMixIn(Step.class, StepByType.class)
      .addModule(new SimpleModule().addDeserializer(RuleNode.class, new RuleNodeReader()))
      .build();

  private FlowBinding() {}

  /** @throws Unreadable if a part is not of its shape */
  static FlowDefinition bind(ObjectNode flow) throws Unreadable {
    return read(flow, FlowDefinition.class);
  }

  /** @throws Unreadable if a part is not of its shape */
  public static Route bindRoute(ObjectNode route) throws Unreadable {
    return read(route, Route.class);
  }

  private static <T> T read(ObjectNode json, Class<T> definition) throws Unreadable {
    try {
      return MAPPER.treeToValue(json, definition);
    } catch (JacksonException e) {
      throw new Unreadable(path(e.getPath()));
    }
  }

  /** @throws Unreadable if a part is not of its shape */
  static Integration integration(ObjectNode integration) throws Unreadable {
    try {
      return MAPPER.treeToValue(integration, Integration.class);
    } catch (JacksonException e) {
      throw new Unreadable(path(e.getPath()));
    }
  }

  /** A part is not of the shape the contract gives it; {@code path} says which. */
  public static final class Unreadable extends Exception {

    private static final long serialVersionUID = 1L;

    private final String path;

    Unreadable(String path) {
      super("the " + path + " is not of its shape");
      this.path = path;
    }

    public String path() {
      return path;
    }
  }

  private static String path(List<JacksonException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference reference : references) {
      String property = reference.getPropertyName();
      if (property == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(property);
      }
    }
    return path.toString();
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = FilterStep.class, name = "filter"),
    @JsonSubTypes.Type(value = RecipientStep.class, name = "recipient")
  })
  private interface StepByType {}

  /** A rule set has rules, or joins with {@code and} or {@code or}: so the contract's schema tells them apart, too. */
  private static final class RuleNodeReader extends StdDeserializer<RuleNode> {

    RuleNodeReader() {
      super(RuleNode.class);
    }

    @Override
    public @Nullable RuleNode deserialize(JsonParser parser, DeserializationContext context) {
      JsonNode node = context.readTree(parser);
      if (!node.isObject()) {
        throw MismatchedInputException.from(parser, RuleNode.class, "a rule must be an object");
      }
      boolean set = node.has("rules") || SET_OPERATORS.contains(node.path("op").asString(""));
      return set ? context.readTreeAsValue(node, RuleSet.class) : context.readTreeAsValue(node, Rule.class);
    }
  }
}
