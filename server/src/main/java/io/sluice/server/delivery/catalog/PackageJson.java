package io.sluice.server.delivery.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.server.delivery.IntegrationMetadata;
import io.sluice.server.delivery.IntegrationMetadata.Variable;
import io.sluice.server.delivery.IntegrationModule;
import io.sluice.server.delivery.IntegrationPackage;
import io.sluice.server.kernel.ProductVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A package on the wire. {@code paths} are its modules' ids without the package's own. */
record PackageJson(
    String id,
    String provider,
    String name,
    String description,
    String version,
    List<String> paths,
    boolean ui,
    boolean images,
    List<ModuleJson> integrations) {

  /** @param medianWaitMs absent where the account has no recent step with the module */
  record ModuleJson(
      String id,
      String type,
      String direction,
      String name,
      String description,
      boolean feedback,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long medianWaitMs,
      List<VariableJson> requestVariables,
      List<VariableJson> responseVariables) {

    static ModuleJson of(IntegrationModule module, Map<String, Long> medianWaitMs) {
      IntegrationMetadata metadata = module.metadata();
      String direction = metadata.direction().name().toLowerCase(Locale.ROOT);
      return new ModuleJson(module.moduleId(), direction, direction, metadata.name(), metadata.description(),
          module.moduleId().endsWith(".feedback"), medianWaitMs.get(module.moduleId()),
          metadata.requestVariables().stream().map(VariableJson::of).toList(),
          metadata.responseVariables().stream().map(VariableJson::of).toList());
    }
  }

  record VariableJson(
      String name, String label, String type, boolean required, String description, List<String> examples) {

    static VariableJson of(Variable variable) {
      return new VariableJson(variable.name(), variable.label(), variable.type(), variable.required(),
          variable.description(), variable.examples());
    }
  }

  /** @param modules all of the package, at least one */
  static PackageJson of(List<IntegrationModule> modules, Map<String, Long> medianWaitMs) {
    IntegrationPackage of = modules.getFirst().metadata().within();
    return new PackageJson(of.id(), of.provider(), of.name(), of.description(), ProductVersion.current(),
        modules.stream().map(module -> module.moduleId().substring(of.id().length() + 1)).toList(), false, false,
        modules.stream().map(module -> ModuleJson.of(module, medianWaitMs)).toList());
  }
}
