package io.sluice.server.flow;

import io.sluice.server.entity.Entities;
import io.sluice.server.entity.Entity;
import io.sluice.server.entity.Kind;
import io.sluice.server.flow.field.CustomFields;
import io.sluice.server.flow.field.Fields;
import io.sluice.server.flow.field.KnownFields;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.partner.Connection;
import io.sluice.server.partner.Connections;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What becomes of a flow between the client and the database: read-only properties are dropped, entities get the names
 * they have now, parts get ids, and everything that is wrong is said at once.
 */
@Component
final class FlowDrafts {

  private static final String UNKNOWN = "unknown";
  private static final String CREDENTIAL_ID = "credential_id";
  private static final BigDecimal MAX_WHOLE = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final Entities entities;
  private final Connections connections;
  private final Fields fields;
  private final List<IntegrationModules> modules;
  private final KnownCredentials credentials;
  private final KnownDestinations destinations;
  private final KnownServices services;
  private final List<StepSettings> settings;

  FlowDrafts(Entities entities, Connections connections, Fields fields, List<IntegrationModules> modules,
      KnownCredentials credentials, KnownDestinations destinations, KnownServices services,
      List<StepSettings> settings) {
    this.entities = entities;
    this.connections = connections;
    this.fields = fields;
    this.modules = modules;
    this.credentials = credentials;
    this.destinations = destinations;
    this.services = services;
    this.settings = settings;
  }

  /** The flow as it is to be saved; whether it may be, {@link #errorsOf} says. */
  FlowDocument prepare(AccountId account, FlowDocument sent, @Nullable FlowDocument before, Instant now) {
    Function<EntityId, Optional<Entity>> lookUp = lookUp(account);
    FlowDocument settled = sent.withoutReadOnly()
        .withEachNamed(source -> settle(source, lookUp), step -> settle(step, lookUp))
        .withIds(before, now);
    return withBuyersFlows(account, settled).withIds(before, now);
  }

  /** A buyer step that comes after the buyer set its deliveries up learns here where they go (exchange 4.9, rule 4). */
  private FlowDocument withBuyersFlows(AccountId account, FlowDocument flow) {
    FlowDocument mapped = flow;
    for (FlowDocument.BuyerStep step : flow.buyerSteps()) {
      FlowId buyerFlow = step.mapped() ? null : connections.between(AccountId.of(step.buyer().value()), account)
          .map(Connection::deliveryFlow).orElse(null);
      mapped = buyerFlow == null ? mapped : mapped.mapFlowId(step.id(), buyerFlow);
    }
    return mapped;
  }

  /**
   * As they stand today: with the names that the entities have now (exchange 4.4; those the account sees no more keep
   * their last one), and with an error for each field that was deleted since (exchange 10).
   */
  List<Flow> today(AccountId account, List<Flow> flows) {
    Function<EntityId, Optional<Entity>> lookUp = lookUp(account);
    KnownFields known = fields.known(account);
    return flows.stream()
        .map(flow -> new Flow(flow.id(),
            flow.document().withEachNamed(source -> name(source, lookUp), step -> name(step, lookUp)),
            flow.minimal(), deletedFields(flow.document(), known), flow.createdAt(), flow.updatedAt()))
        .toList();
  }

  /** Everything that keeps the flow from being saved or deployed (exchange 5.2). */
  FlowErrors errorsOf(AccountId account, FlowId id, FlowDocument document) {
    FlowErrors errors = FlowErrors.none();
    ObjectNode flow = document.json();
    KnownFields known = fields.known(account);
    checkFields(known, document.fields(), errors);
    checkMembers(flow, "sources", "inbound", lookUp(account), FlowDrafts::checkSource, errors);
    checkMembers(flow, "steps", "outbound", lookUp(account), FlowDrafts::checkRecipient, errors);
    checkFeedback(flow, lookUp(account), errors);
    checkCredentials(account, flow, errors);
    checkSettings(account, flow, errors);
    checkService(account, flow, "", errors);
    for (int i = 0; i < flow.path("sources").size(); i++) {
      checkService(account, flow.path("sources").get(i), "sources[" + i + "].", errors);
    }
    document.checkFirehose(errors, credential -> credentials.isKnown(account, credential));
    FlowIds.usedTwice(flow).forEach((path, used) -> errors.add(path, used + " is the id of another part, too"));
    FlowParts.each(flow, (kind, part, path) -> {
      if (kind == FlowParts.Kind.RESOURCE) {
        checkWhole(part, "maximum", path, errors);
        checkWhole(part, "duration", path, errors);
      }
    });
    DestinationSteps ends = DestinationSteps.of(account, document, destinations);
    ends.check(errors);
    FlowCompiler.compile(id, document, known, ends, errors);
    return errors;
  }

  private Function<EntityId, Optional<Entity>> lookUp(AccountId account) {
    Map<EntityId, Optional<Entity>> known = new HashMap<>();
    return id -> known.computeIfAbsent(id, unknown -> entities.find(account, unknown)
        .flatMap(entity -> entity.kind() == Kind.REPLACED && entity.see() != null
            ? entities.find(account, entity.see()) : Optional.of(entity)));
  }

  private static void name(ObjectNode part, Function<EntityId, Optional<Entity>> lookUp) {
    WrittenPart.entityOf(part).flatMap(lookUp)
        .ifPresent(entity -> part.set("entity", WrittenPart.summary(entity.summary())));
  }

  /** Until a partner accepts, nothing comes from it and nothing goes to it (exchange 4.5). */
  private static void settle(ObjectNode part, Function<EntityId, Optional<Entity>> lookUp) {
    name(part, lookUp);
    Optional<Entity> entity = WrittenPart.entityOf(part).flatMap(lookUp);
    if (entity.isEmpty() && part.get("entity") instanceof ObjectNode nobody && !nobody.has("name")) {
      nobody.put("name", UNKNOWN); // clients do not say names; that there is no such entity is said where errors are
    }
    if (entity.filter(Entity::pending).isPresent()) {
      part.put("enabled", false);
    }
  }

  private static FlowErrors deletedFields(FlowDocument document, KnownFields known) {
    FlowErrors errors = FlowErrors.none();
    List<String> named = document.fields();
    for (int i = 0; i < named.size(); i++) {
      if (known.isDeleted(named.get(i))) {
        errors.add("fields[" + i + "]", CustomFields.deleted(named.get(i)));
      }
    }
    return errors;
  }

  private static void checkFields(KnownFields known, List<String> named, FlowErrors errors) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < named.size(); i++) {
      String field = named.get(i);
      if (known.isDeleted(field)) {
        errors.add("fields[" + i + "]", CustomFields.deleted(field));
      } else if (known.find(field).isEmpty()) {
        errors.add("fields[" + i + "]", "there is no field " + field);
      } else if (!seen.add(field)) {
        errors.add("fields[" + i + "]", field + " is named already");
      }
    }
  }

  private interface MemberCheck {
    void check(ObjectNode member, Entity entity, String path, FlowErrors errors);
  }

  private void checkMembers(ObjectNode flow, String list, String direction,
      Function<EntityId, Optional<Entity>> lookUp, MemberCheck check, FlowErrors errors) {
    Set<String> known = knownModules();
    for (int i = 0; i < flow.path(list).size(); i++) {
      String path = list + "[" + i + "]";
      if (flow.path(list).get(i) instanceof ObjectNode member && member.has("entity")) {
        Optional<Entity> entity = WrittenPart.entityOf(member).flatMap(lookUp);
        if (entity.isPresent()) {
          check.check(member, entity.get(), path, errors);
        } else {
          errors.add(path + ".entity.id", "there is no entity " + member.path("entity").path("id").asString(""));
        }
        checkModule(member, direction, known, path, errors);
        if (WrittenPart.isForFeedback(member)) {
          errors.add(path + ".integration.module_id", "is for feedback");
        }
      }
    }
  }

  /** A step takes feedback by a module made for it; a source is told by any that goes out, but for selling the lead. */
  private void checkFeedback(ObjectNode flow, Function<EntityId, Optional<Entity>> lookUp, FlowErrors errors) {
    Set<String> known = knownModules();
    for (int i = 0; i < flow.path("steps").size(); i++) {
      if (flow.path("steps").get(i).get("feedback") instanceof ObjectNode feedback) {
        String path = "steps[" + i + "].feedback";
        checkModule(feedback, "inbound", known, path, errors);
        if (!WrittenPart.isForFeedback(feedback)) {
          errors.add(path + ".integration.module_id", "is not for feedback");
        }
      }
    }
    for (int i = 0; i < flow.path("sources").size(); i++) {
      if (flow.path("sources").get(i) instanceof ObjectNode source && source.get("feedback") instanceof ObjectNode
          feedback) {
        String path = "sources[" + i + "].feedback";
        checkModule(feedback, "outbound", known, path, errors);
        String module = WrittenPart.moduleOf(feedback);
        boolean fromAccount = WrittenPart.entityOf(source).flatMap(lookUp)
            .filter(entity -> entity.kind() == Kind.ACCOUNT || entity.kind() == Kind.PENDING).isPresent();
        if (module.equals(Entity.TO_BUYER)) {
          errors.add(path + ".integration.module_id", "sells leads, and tells nobody of them");
        } else if (module.equals(Entity.TO_SELLER) && !fromAccount) {
          errors.add(path + ".integration.module_id", "is for sources that stand for an account");
        }
      }
    }
  }

  private Set<String> knownModules() {
    return modules.stream().flatMap(some -> some.moduleIds().stream()).collect(Collectors.toSet());
  }

  /** A template's credential is looked for when a lead comes: only then is it known which one it is. */
  private void checkCredentials(AccountId account, ObjectNode flow, FlowErrors errors) {
    for (int i = 0; i < flow.path("sources").size(); i++) {
      checkCredential(account, flow.path("sources").get(i).path(CREDENTIAL_ID), "sources[" + i + "]." + CREDENTIAL_ID,
          errors);
    }
    for (int i = 0; i < flow.path("steps").size(); i++) {
      JsonNode mappings = flow.path("steps").get(i).path("integration").path("mappings");
      for (int j = 0; j < mappings.size(); j++) {
        if (mappings.get(j).path("property").asString("").equals(CREDENTIAL_ID)) {
          checkCredential(account, mappings.get(j).path("value"),
              "steps[" + i + "].integration.mappings[" + j + "].value", errors);
        }
      }
    }
  }

  private void checkCredential(AccountId account, JsonNode named, String path, FlowErrors errors) {
    String id = named.asString("").strip();
    if (!id.isEmpty() && !id.contains("{{") && !credentials.isKnown(account, id)) {
      errors.add(path, "there is no credential " + id);
    }
  }

  private void checkSettings(AccountId account, ObjectNode flow, FlowErrors errors) {
    for (int i = 0; i < flow.path("steps").size(); i++) {
      JsonNode step = flow.path("steps").get(i);
      for (StepSettings some : settings) {
        if (some.moduleId().equals(WrittenPart.moduleOf(step))) {
          checkSettings(account, some, step.path("integration").path("mappings"), "steps[" + i + "].integration.mappings",
              errors);
        }
      }
    }
  }

  private static void checkSettings(
      AccountId account, StepSettings known, JsonNode mappings, String path, FlowErrors errors) {
    for (int j = 0; j < mappings.size(); j++) {
      String property = mappings.get(j).path("property").asString("");
      String value = mappings.get(j).path("value").asString("").strip();
      String at = path + "[" + j + "].value";
      if (!value.contains("{{")) {
        known.problem(account, property, value).ifPresent(problem -> errors.add(at, problem));
      }
    }
    for (String required : known.required()) {
      if (mappings.valueStream().noneMatch(mapping -> mapping.path("property").asString("").equals(required))) {
        errors.add(path, required + " is required");
      }
    }
  }

  private void checkService(AccountId account, JsonNode owner, String path, FlowErrors errors) {
    String id = owner.path("pricing_service").path("service_id").asString("");
    if (!id.isEmpty() && !services.isKnown(account, id)) {
      errors.add(path + "pricing_service.service_id", "there is no pricing service " + id);
    }
  }

  private static void checkSource(ObjectNode source, Entity entity, String path, FlowErrors errors) {
    if (entity.source() == null) {
      errors.add(path + ".entity.id", entity.name() + " cannot be a source");
    }
    boolean account = entity.kind() == Kind.ACCOUNT || entity.kind() == Kind.PENDING;
    if (source.path("authentication_required").asBoolean(false) && !account) {
      errors.add(path + ".authentication_required", "is for sources that stand for an account");
    }
  }

  private static void checkRecipient(ObjectNode step, Entity entity, String path, FlowErrors errors) {
    if (entity.recipient() == null) {
      errors.add(path + ".entity.id", entity.name() + " cannot be a recipient");
    }
  }

  private static void checkModule(
      ObjectNode owner, String direction, Set<String> known, String path, FlowErrors errors) {
    String module = WrittenPart.moduleOf(owner);
    if (!known.contains(module)) {
      errors.add(path + ".integration.module_id", "there is no module " + module);
    } else if (!List.of(module.split("\\.")).contains(direction)) {
      errors.add(path + ".integration.module_id", module + " is not " + direction);
    }
  }

  private static void checkWhole(ObjectNode part, String property, String path, FlowErrors errors) {
    JsonNode value = part.path(property);
    if (value.isNumber() && (value.decimalValue().compareTo(MAX_WHOLE) > 0 || !value.canConvertToExactIntegral())) {
      errors.add(path + "." + property, "must be a whole number of at most " + MAX_WHOLE);
    }
  }
}
