package io.sluice.server.flow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.server.entity.Entity;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A flow as it was written (exchange 5.2): every property in its order, those of sources that we do not know included.
 * Immutable; every edit answers a new document.
 */
public final class FlowDocument {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Written by us, whatever a client sends (exchange 5.2). */
  private static final List<String> READ_ONLY = List.of("id", "created_at", "updated_at", "errors");

  private final ObjectNode tree;

  private FlowDocument(ObjectNode tree) {
    this.tree = tree;
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static FlowDocument of(ObjectNode json) {
    return new FlowDocument(json.deepCopy());
  }

  /** A copy: what is done to it is not done to this document. */
  @JsonValue
  public ObjectNode json() {
    return tree.deepCopy();
  }

  public String name() {
    return tree.path("name").asString("");
  }

  /** The ids of the fields the flow collects, in its order. */
  public List<String> fields() {
    return tree.path("fields").valueStream().map(field -> field.asString("")).toList();
  }

  /**
   * A destination the flow names (exchange 5.7). {@code actions}: the ids of those it wants; empty for all there are.
   */
  record NamedDestination(String instanceId, String name, List<String> actions) {}

  /** Empty where it is not enabled. */
  public Optional<Firehose> firehose() {
    return Firehose.of(tree);
  }

  /** Everything that is wrong with its firehose, by where. */
  void checkFirehose(FlowErrors errors, Predicate<String> isCredential) {
    Firehose.check(tree, errors, isCredential);
  }

  /** In the flow's order. */
  List<NamedDestination> destinations() {
    return tree.path("destinations").valueStream()
        .map(named -> new NamedDestination(named.path("instance_id").asString("").toLowerCase(Locale.ROOT),
            named.path("name").asString(""),
            named.path("actions").valueStream().map(action -> action.path("action_id").asString("")).toList()))
        .toList();
  }

  /** The entities the flow lists as sources. */
  public Set<EntityId> sourceEntities() {
    return entitiesIn("sources");
  }

  /** The entities the flow's steps send to. */
  public Set<EntityId> stepEntities() {
    return entitiesIn("steps");
  }

  /**
   * A recipient step that delivers to another account's flow (exchange 4.9, 4.10). {@code id} is the short id;
   * {@code mapped} says whether the step knows the buyer's flow.
   */
  public record BuyerStep(String id, EntityId buyer, boolean mapped) {}

  /** In the flow's order (exchange 4.9, rule 3). */
  public List<BuyerStep> buyerSteps() {
    return steps()
        .filter(step -> step.path("integration").path("module_id").asString("").equals(Entity.TO_BUYER))
        .flatMap(step -> WrittenPart.entityOf(step)
            .map(buyer -> new BuyerStep(step.path("id").asString(""), buyer, WrittenPart.isMapped(step))).stream())
        .toList();
  }

  /** Those that deliver to this buyer's account. */
  public List<BuyerStep> buyerSteps(EntityId buyer) {
    return buyerSteps().stream().filter(step -> step.buyer().equals(buyer)).toList();
  }

  /** The fields a buyer step shares. */
  public List<String> sharedFields(BuyerStep step) {
    return SharedFields.of(steps().filter(candidate -> candidate.path("id").asString("").equals(step.id()))
        .flatMap(found -> found.path("integration").path("mappings").valueStream()), fields());
  }

  /**
   * The partner came (exchange 4.5): its account takes the pending entity's place; rules and mappings stay as they
   * are. If the account is a source of this flow already, that source stays and the pending one goes.
   */
  public FlowDocument replaceEntity(EntityId pending, Entity.Summary partner, boolean enableSources) {
    if (sourceEntities().contains(pending) && sourceEntities().contains(partner.id())) {
      return edited(flow -> removeFrom(flow, "sources", pending)).replaceEntity(pending, partner, enableSources);
    }
    return edited(flow -> {
      for (ObjectNode source : naming(flow, "sources", pending)) {
        source.set("entity", WrittenPart.summary(partner));
        if (enableSources) {
          source.put("enabled", true);
        }
      }
      naming(flow, "steps", pending).forEach(step -> step.set("entity", WrittenPart.summary(partner)));
    });
  }

  /** Without the sources and steps that name the entity (exchange 4.6). */
  public FlowDocument removeEntity(EntityId entity) {
    return edited(flow -> {
      removeFrom(flow, "sources", entity);
      removeFrom(flow, "steps", entity);
    });
  }

  /** With the entity as a last source, enabled and without rules; as it is when the entity is a source already. */
  public FlowDocument addSource(Entity.Summary entity, String moduleId) {
    if (sourceEntities().contains(entity.id())) {
      return this;
    }
    return edited(flow -> {
      ObjectNode source = WrittenPart.list(flow, "sources").addObject();
      source.set("entity", WrittenPart.summary(entity));
      source.putObject("integration").put("module_id", moduleId).putArray("mappings");
      source.put("enabled", true);
    });
  }

  /** Collecting these fields, too, behind those it collects (exchange 4.9, rule 6). */
  public FlowDocument withFields(Collection<String> more) {
    Set<String> all = new LinkedHashSet<>(fields());
    return all.addAll(more) ? edited(flow -> {
      ArrayNode fields = flow.putArray("fields");
      all.forEach(fields::add);
    }) : this;
  }

  /** With the buyer's flow named in the step's {@code flow_id} mapping (exchange 4.9, rule 8). */
  public FlowDocument mapFlowId(String stepId, FlowId buyerFlow) {
    return edited(flow -> WrittenPart.objects(flow, "steps")
        .filter(step -> step.path("id").asString("").equals(stepId) && step.get("integration") instanceof ObjectNode)
        .forEach(step -> WrittenPart.mapFlowId((ObjectNode) step.get("integration"), buyerFlow)));
  }

  /** With this one destination and no other step (exchange 4.7). */
  FlowDocument withOnlyStep(Entity.Summary recipient, String moduleId, URI url, String method) {
    return edited(flow -> {
      ObjectNode step = flow.putArray("steps").addObject().put("type", "recipient");
      step.set("entity", WrittenPart.summary(recipient));
      ArrayNode mappings = step.putObject("integration").put("module_id", moduleId).putArray("mappings");
      mappings.addObject().put("property", "url").put("value", url.toString());
      mappings.addObject().put("property", "method").put("value", method);
      step.put("enabled", true);
    });
  }

  /** Every part that lacks an id gets one (exchange 2); times of caps are kept from the version before. */
  FlowDocument withIds(@Nullable FlowDocument before, Instant now) {
    return edited(flow -> FlowIds.assign(flow, before == null ? null : before.tree, now));
  }

  /** The sources and steps that name the entity, each with its index: what {@link #withParts} puts back. */
  ObjectNode partsNaming(EntityId entity) {
    ObjectNode parts = JSON.objectNode();
    for (String list : List.of("sources", "steps")) {
      ArrayNode found = parts.putArray(list);
      for (int i = 0; i < tree.path(list).size(); i++) {
        if (WrittenPart.names(tree.path(list).get(i), entity)) {
          found.addObject().put("index", i).set("part", tree.path(list).get(i));
        }
      }
    }
    return parts;
  }

  /** With these parts where they were, or at the end where the flow has become shorter. */
  FlowDocument withParts(JsonNode parts) {
    return edited(flow -> {
      for (String list : List.of("sources", "steps")) {
        ArrayNode members = WrittenPart.list(flow, list);
        parts.path(list).forEach(found ->
            members.insert(Math.min(found.path("index").asInt(), members.size()), found.path("part")));
      }
    });
  }

  FlowDocument withoutReadOnly() {
    return edited(flow -> flow.remove(READ_ONLY));
  }

  /** Each source and recipient step after its edit; the edit changes the object it is given. */
  FlowDocument withEachNamed(Consumer<ObjectNode> source, Consumer<ObjectNode> recipient) {
    return edited(flow -> {
      WrittenPart.objects(flow, "sources").filter(WrittenPart::namesEntity).forEach(source);
      WrittenPart.objects(flow, "steps").filter(WrittenPart::namesEntity).forEach(recipient);
    });
  }

  /** As it is answered: the id first, if it has one yet, the errors if there are any, the times last. */
  FlowDocument answered(
      @Nullable FlowId id, @Nullable Instant createdAt, @Nullable Instant updatedAt, FlowErrors errors) {
    ObjectNode answer = JSON.objectNode();
    if (id != null) {
      answer.put("id", id.value());
    }
    answer.setAll(tree.deepCopy());
    if (!errors.isEmpty()) {
      answer.set("errors", errors.json());
    }
    if (createdAt != null) {
      answer.put("created_at", createdAt.toString());
    }
    if (updatedAt != null) {
      answer.put("updated_at", updatedAt.toString());
    }
    return new FlowDocument(answer);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FlowDocument that && tree.equals(that.tree);
  }

  @Override
  public int hashCode() {
    return tree.hashCode();
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return tree.toString();
  }

  private FlowDocument edited(Consumer<ObjectNode> edit) {
    ObjectNode copy = tree.deepCopy();
    edit.accept(copy);
    return new FlowDocument(copy);
  }

  private Stream<JsonNode> steps() {
    return tree.path("steps").valueStream();
  }

  private Set<EntityId> entitiesIn(String list) {
    Set<EntityId> entities = new LinkedHashSet<>();
    tree.path(list).forEach(member -> WrittenPart.entityOf(member).ifPresent(entities::add));
    return entities;
  }

  private static List<ObjectNode> naming(ObjectNode flow, String list, EntityId entity) {
    return WrittenPart.objects(flow, list).filter(member -> WrittenPart.names(member, entity)).toList();
  }

  private static void removeFrom(ObjectNode flow, String list, EntityId entity) {
    WrittenPart.list(flow, list).removeIf(member -> WrittenPart.names(member, entity));
  }
}
