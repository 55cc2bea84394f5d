package io.sluice.engine.run;

import io.sluice.engine.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source of a flow, compiled once. Immutable. */
public final class CompiledSource {

  static final String FULL_NAME = "full_name";

  final String entityId;
  final String name;
  final CompiledIntegration integration;
  final CompiledCriteria criteria;
  final List<CompiledCap> caps;
  final List<PingLimit> pingLimits;
  final Purchase purchase;
  final Map<String, Object> variables;
  /** Whether a mapping writes {@code full_name}, which is no field of its own but several. */
  final boolean mapsFullName;
  private final Source definition;
  private final @Nullable CompiledFeedback feedback;
  private final Optional<Duration> repeatWindow;

  private CompiledSource(Source source, String path, Problems problems) {
    var entity = source.entity();
    if (entity == null || entity.id() == null || entity.name() == null) {
      problems.add(path + ".entity", "an entity with id and name is required");
    }
    this.definition = source;
    this.entityId = entity == null || entity.id() == null ? "" : entity.id();
    this.name = entity == null || entity.name() == null ? "" : entity.name();
    this.variables = Map.of("id", entityId, "name", name);
    this.integration = CompiledIntegration.compile(source.integration(), path + ".integration", problems);
    this.criteria = CompiledCriteria.compile(source.acceptanceCriteria(), path + ".acceptance_criteria", problems);
    this.caps = CompiledCap.compileAll(source.caps(), path + ".caps", problems);
    this.pingLimits = CompiledFlow.pingLimits(source.pingLimits(), path + ".ping_limits", problems);
    this.purchase = Purchase.compile(source.pricingService(), source.pricing(), path + ".", problems);
    this.repeatWindow = Optional.ofNullable(source.repeatWindowSeconds()).map(Duration::ofSeconds);
    this.mapsFullName = source.integration() != null && source.integration().mappings() != null
        && source.integration().mappings().stream().anyMatch(mapping -> FULL_NAME.equals(mapping.property()));
    this.feedback = CompiledFeedback.compile(source.feedback(), path + ".feedback", problems);
  }

  static CompiledSource compile(Source source, String path, Problems problems) {
    return new CompiledSource(source, path, problems);
  }

  public Source definition() {
    return definition;
  }

  /** The id in submission URLs. */
  public String entityId() {
    return entityId;
  }

  public String name() {
    return name;
  }

  /** The inbound module. */
  public String moduleId() {
    return integration.moduleId();
  }

  public boolean isEnabled() {
    return !Boolean.FALSE.equals(definition.enabled());
  }

  public boolean isAuthenticationRequired() {
    return Boolean.TRUE.equals(definition.authenticationRequired());
  }

  /** For how long an identical submission is the same lead; empty when it is another one. */
  public Optional<Duration> repeatWindow() {
    return repeatWindow;
  }

  /** How feedback goes back to the source; null when it does not. */
  public @Nullable CompiledFeedback feedback() {
    return feedback;
  }
}
