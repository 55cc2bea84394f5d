package io.sluice.server.lead;

import io.sluice.server.delivery.Integrations;
import io.sluice.server.flow.IntegrationModules;
import io.sluice.server.lead.inbound.InboundModules;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Tells flows which modules there are: those that answer submissions, and those that deliver. */
@Component
final class ModulesOnOffer implements IntegrationModules {

  private final InboundModules inbound;
  private final Integrations outbound;

  ModulesOnOffer(InboundModules inbound, Integrations outbound) {
    this.inbound = inbound;
    this.outbound = outbound;
  }

  @Override
  public Set<String> moduleIds() {
    return Stream.concat(
            inbound.moduleIds().stream(), outbound.all().stream().map(integration -> integration.moduleId()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
