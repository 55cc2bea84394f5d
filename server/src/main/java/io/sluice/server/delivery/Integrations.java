package io.sluice.server.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every module there is, by module id. */
public final class Integrations {

  private final Map<String, Integration> byModuleId = new TreeMap<>();

  /** @throws IllegalStateException when two claim one module id */
  public Integrations(List<? extends Integration> integrations) {
    for (var integration : integrations) {
      if (byModuleId.putIfAbsent(integration.moduleId(), integration) != null) {
        throw new IllegalStateException("two integrations are called " + integration.moduleId());
      }
    }
  }

  public Optional<Integration> named(String moduleId) {
    return Optional.ofNullable(byModuleId.get(moduleId));
  }

  /** In the order of their ids. */
  public Collection<Integration> all() {
    return List.copyOf(byModuleId.values());
  }
}
