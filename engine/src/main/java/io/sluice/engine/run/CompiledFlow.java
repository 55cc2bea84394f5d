package io.sluice.engine.run;

import io.sluice.engine.Problem;
import io.sluice.engine.Problems;
import io.sluice.engine.run.CompiledStep.CompiledRecipient;
import io.sluice.engine.template.BadTemplate;
import io.sluice.engine.template.VarPath;
import io.sluice.engine.type.FieldType;
import io.sluice.engine.type.FieldTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A flow that is ready to take leads: everything that can be known before a lead comes is known. Immutable. */
public final class CompiledFlow {

  final String id;
  final String name;
  final Map<String, Object> variables;
  final List<LeadField> fields;
  final List<CompiledStep> steps;
  final List<CompiledStep.CompiledRecipient> destinations;
  final CompiledHours hours;
  final CompiledListChecks listChecks;
  final CompiledCriteria criteria;
  final List<CompiledCap> caps;
  final List<PingLimit> pingLimits;
  final Purchase purchase;
  private final FlowDefinition definition;
  private final Map<String, CompiledSource> sources;

  private CompiledFlow(FlowDefinition definition, FieldCatalog catalog, Problems problems) {
    this.definition = definition;
    this.id = required(definition.id(), "id", problems);
    this.name = required(definition.name(), "name", problems);
    this.variables = Map.of("id", id, "name", name);
    if (definition.enabled() == null) {
      problems.add("enabled", "is required");
    }
    this.fields = fields(definition.fields(), catalog, problems);
    this.sources = sources(definition.sources(), problems);
    this.steps = steps(definition.steps(), problems);
    this.destinations = destinations(definition.destinations(), problems);
    this.hours = CompiledHours.compile(definition.hoursOfOperation(), "hours_of_operation", problems);
    this.listChecks = CompiledListChecks.compile(definition.listChecks(), "list_checks", problems);
    this.criteria = CompiledCriteria.compile(definition.acceptanceCriteria(), "acceptance_criteria", problems);
    this.caps = CompiledCap.compileAll(definition.caps(), "caps", problems);
    this.pingLimits = pingLimits(definition.pingLimits(), "ping_limits", problems);
    this.purchase = Purchase.compile(definition.pricingService(), definition.pricing(), "", problems);
  }

  /** Compiles the flow, or says everything that is wrong with it. */
  public static Compilation compile(FlowDefinition definition, FieldCatalog catalog) {
    var problems = new Problems();
    var flow = new CompiledFlow(definition, catalog, problems);
    return problems.isEmpty() ? new Compilation.Ready(flow) : new Compilation.Broken(problems.list());
  }

  /** What became of an attempt to compile a flow. */
  public sealed interface Compilation {

    record Ready(CompiledFlow flow) implements Compilation {}

    /** @param problems at least one, in the order of the definition's parts */
    record Broken(List<Problem> problems) implements Compilation {}
  }

  public FlowDefinition definition() {
    return definition;
  }

  public String id() {
    return id;
  }

  public String name() {
    return name;
  }

  public boolean isEnabled() {
    return Boolean.TRUE.equals(definition.enabled());
  }

  public boolean isPingEnabled() {
    return Boolean.TRUE.equals(definition.pingEnabled());
  }

  /** The source that an entity is in this flow; empty when it is none (exchange 3.4, 1a). */
  public Optional<CompiledSource> source(String entityId) {
    return Optional.ofNullable(sources.get(entityId));
  }

  /** How feedback comes in from a recipient step; empty when it is not enabled there, or there is no such step. */
  public Optional<CompiledFeedback> feedbackOf(String stepId) {
    return recipient(stepId).map(CompiledRecipient::feedback);
  }

  /** A recipient step as a delivery that is tried again finds it; empty when there is no such step. */
  public Optional<RepeatedStep> repeated(String stepId) {
    return recipient(stepId).map(RepeatedStep::new);
  }

  private Optional<CompiledRecipient> recipient(String stepId) {
    for (var step : steps) {
      if (step instanceof CompiledRecipient recipient && stepId.equals(recipient.definition().id())) {
        return Optional.of(recipient);
      }
    }
    return Optional.empty();
  }

  /** @param type null where values stay as submitted */
  record LeadField(String id, VarPath path, @Nullable FieldType type) {}

  static String required(@Nullable String text, String path, Problems problems) {
    if (text == null || text.isBlank()) {
      problems.add(path, "is required");
      return "";
    }
    return text;
  }

  private static List<LeadField> fields(@Nullable List<String> ids, FieldCatalog catalog, Problems problems) {
    if (ids == null) {
      problems.add("fields", "is required");
      return List.of();
    }
    var fields = new ArrayList<LeadField>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      try {
        var type = catalog.typeOf(id).flatMap(FieldTypes::named).orElse(null);
        fields.add(new LeadField(id, VarPath.of(id), type));
      } catch (BadTemplate e) {
        problems.add("fields." + i, "'" + id + "' is no field id");
      }
    }
    return List.copyOf(fields);
  }

  private static Map<String, CompiledSource> sources(@Nullable List<Source> sources, Problems problems) {
    if (sources == null) {
      problems.add("sources", "is required");
      return Map.of();
    }
    var compiled = new HashMap<String, CompiledSource>();
    for (int i = 0; i < sources.size(); i++) {
      var source = CompiledSource.compile(sources.get(i), "sources." + i, problems);
      if (compiled.putIfAbsent(source.entityId, source) != null) {
        problems.add("sources." + i + ".entity.id", "the entity is a source of this flow already");
      }
    }
    return Map.copyOf(compiled);
  }

  private static List<CompiledStep.CompiledRecipient> destinations(
      @Nullable List<RecipientStep> destinations, Problems problems) {
    var compiled = new ArrayList<CompiledStep.CompiledRecipient>();
    for (int i = 0; destinations != null && i < destinations.size(); i++) {
      compiled.add(CompiledStep.CompiledRecipient.compile(destinations.get(i), "destinations." + i, problems));
    }
    return List.copyOf(compiled);
  }

  private static List<CompiledStep> steps(@Nullable List<Step> steps, Problems problems) {
    if (steps == null) {
      problems.add("steps", "is required");
      return List.of();
    }
    var compiled = new ArrayList<CompiledStep>();
    for (int i = 0; i < steps.size(); i++) {
      compiled.add(CompiledStep.compile(steps.get(i), "steps." + i, problems));
    }
    return List.copyOf(compiled);
  }

  static List<PingLimit> pingLimits(@Nullable List<PingLimit> limits, String path, Problems problems) {
    if (limits == null) {
      return List.of();
    }
    for (int i = 0; i < limits.size(); i++) {
      var limit = limits.get(i);
      required(limit.id(), path + "." + i + ".id", problems);
      if (limit.maximum() == null || limit.maximum() < 0) {
        problems.add(path + "." + i + ".maximum", "must be 0 or more");
      }
      Intervals.check(limit.duration(), limit.durationUnits(), limit.timeZone(), path + "." + i, problems);
    }
    return List.copyOf(limits);
  }
}
