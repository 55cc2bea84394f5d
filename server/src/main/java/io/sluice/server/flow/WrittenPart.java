package io.sluice.server.flow;

import io.sluice.server.entity.Entity;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.ObjectIds;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How a source or a step is written: what it says, and where that stands. */
final class WrittenPart {

  private static final String FLOW_ID = "flow_id";

  private WrittenPart() {}

  static Optional<EntityId> entityOf(JsonNode sourceOrStep) {
    String id = sourceOrStep.path("entity").path("id").asString("");
    return ObjectIds.valid(id.toLowerCase(Locale.ROOT))
        ? Optional.of(EntityId.of(id)) : Optional.empty();
  }

  /** @param owner a source, a step, or the feedback of one */
  static String moduleOf(JsonNode owner) {
    return owner.path("integration").path("module_id").asString("");
  }

  /** Modules that pass feedback, and nothing else, are called so. */
  static boolean isForFeedback(JsonNode owner) {
    return moduleOf(owner).endsWith(".feedback");
  }

  /** An entity as sources and steps show it. */
  static ObjectNode summary(Entity.Summary entity) {
    ObjectNode summary = JsonNodeFactory.instance.objectNode()
        .put("id", entity.id().value()).put("name", entity.name());
    if (entity.timeZone() != null) {
      summary.put("time_zone", entity.timeZone());
    }
    return summary;
  }

  static boolean namesEntity(JsonNode sourceOrStep) {
    return entityOf(sourceOrStep).isPresent();
  }

  static boolean names(JsonNode sourceOrStep, EntityId entity) {
    return entityOf(sourceOrStep).filter(entity::equals).isPresent();
  }

  /** Whether a step that delivers to a buyer knows the buyer's flow. */
  static boolean isMapped(JsonNode step) {
    return step.path("integration").path("mappings").valueStream()
        .anyMatch(mapping -> mapping.path("property").asString("").equals(FLOW_ID)
            && !mapping.path("value").asString("").isBlank());
  }

  /** @param integration of a step that delivers to a buyer */
  static void mapFlowId(ObjectNode integration, FlowId buyerFlow) {
    ArrayNode mappings = list(integration, "mappings");
    List<ObjectNode> there = objects(integration, "mappings")
        .filter(mapping -> mapping.path("property").asString("").equals(FLOW_ID))
        .toList();
    if (there.isEmpty()) {
      mappings.addObject().put("property", FLOW_ID).put("value", buyerFlow.value());
    }
    there.forEach(mapping -> mapping.put("value", buyerFlow.value()));
  }

  /** What of the list is an object; a flow may hold anything. */
  static Stream<ObjectNode> objects(ObjectNode owner, String list) {
    return owner.path(list).valueStream().filter(ObjectNode.class::isInstance).map(ObjectNode.class::cast);
  }

  static ArrayNode list(ObjectNode owner, String property) {
    return owner.get(property) instanceof ArrayNode list ? list : owner.putArray(property);
  }
}
