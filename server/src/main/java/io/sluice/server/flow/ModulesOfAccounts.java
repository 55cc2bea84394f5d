package io.sluice.server.flow;

import io.sluice.server.entity.Entity;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The modules by which accounts reach each other, which every account entity comes with (exchange 4.4). */
@Component
final class ModulesOfAccounts implements IntegrationModules {

  @Override
  public Set<String> moduleIds() {
    return Set.of(Entity.DEFAULT_INBOUND, Entity.TO_BUYER);
  }
}
