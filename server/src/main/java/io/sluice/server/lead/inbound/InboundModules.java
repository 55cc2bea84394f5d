package io.sluice.server.lead.inbound;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every inbound module, by module id. */
public final class InboundModules {

  private final Map<String, InboundModule> byModuleId;

  /** @throws IllegalStateException when two claim one module id */
  public InboundModules(List<InboundModule> modules) {
    byModuleId = modules.stream().collect(Collectors.toUnmodifiableMap(InboundModule::moduleId, Function.identity()));
  }

  public Optional<InboundModule> named(String moduleId) {
    return Optional.ofNullable(byModuleId.get(moduleId));
  }

  public Set<String> moduleIds() {
    return byModuleId.keySet();
  }
}
