package io.sluice.engine.run;

import io.sluice.engine.Problems;
import io.sluice.engine.mapping.CompiledMappings;
import org.jspecify.annotations.Nullable;

/** A module with its mappings, compiled once. */
public record CompiledIntegration(String moduleId, CompiledMappings mappings) {

  static CompiledIntegration compile(@Nullable Integration integration, String path, Problems problems) {
    if (integration == null) {
      problems.add(path, "an integration is required");
      return new CompiledIntegration("", CompiledMappings.compile(null, path, problems));
    }
    if (integration.moduleId() == null || integration.moduleId().isBlank()) {
      problems.add(path + ".module_id", "a module is required");
    }
    return new CompiledIntegration(
        integration.moduleId() == null ? "" : integration.moduleId(),
        CompiledMappings.compile(integration.mappings(), path + ".mappings", problems));
  }
}
