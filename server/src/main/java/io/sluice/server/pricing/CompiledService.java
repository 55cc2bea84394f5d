package io.sluice.server.pricing;

import io.sluice.engine.Problems;
import io.sluice.engine.mapping.CompiledMappings;
import io.sluice.engine.run.Integration;
import io.sluice.engine.template.Vars;
import io.sluice.server.flow.WrittenIntegration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A service that is ready to be asked: which module, and what it is told of a lead. Immutable. */
record CompiledService(String moduleId, CompiledMappings mappings) {

  /** Empty when something is wrong, and then {@code errors} says what: all of it. */
  static Optional<CompiledService> compile(ObjectNode written, Map<String, List<String>> errors) {
    Integration integration = WrittenIntegration.read(written).orElse(null);
    if (integration == null) {
      errors.put("integration", List.of("is not of the shape it must have"));
      return Optional.empty();
    }
    var problems = new Problems();
    var mappings = CompiledMappings.compile(integration.mappings(), "integration.mappings", problems);
    problems.list().forEach(problem ->
        errors.computeIfAbsent(problem.path(), _ -> new ArrayList<>()).add(problem.sentence()));
    return problems.isEmpty()
        ? Optional.of(new CompiledService(integration.moduleId() == null ? "" : integration.moduleId(), mappings))
        : Optional.empty();
  }

  /** What the mappings say of a lead. */
  Map<String, @Nullable Object> mapped(Vars lead) {
    Map<String, Object> mapped = new LinkedHashMap<>();
    mappings.apply(lead, mapped);
    return new LinkedHashMap<>(mapped);
  }
}
