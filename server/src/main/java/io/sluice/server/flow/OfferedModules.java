package io.sluice.server.flow;

import io.sluice.server.entity.Entity;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The modules that every account entity and the standard entities come with (exchange 4.4). */
@Component
final class OfferedModules implements IntegrationModules {

  private static final String DEFAULT_OUTBOUND = "leadconduit-default.outbound";

  @Override
  public Set<String> moduleIds() {
    return Set.of(Entity.DEFAULT_INBOUND, Entity.TO_BUYER, DEFAULT_OUTBOUND);
  }
}
