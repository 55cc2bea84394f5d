package io.sluice.server.delivery.destination;

import io.sluice.server.flow.KnownDestinations;
import io.sluice.server.kernel.AccountId;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Tells flows which destinations their account has, and where they lead. */
@Component
final class DestinationsOfFlows implements KnownDestinations {

  private final DestinationStore store;

  DestinationsOfFlows(DestinationStore store) {
    this.store = store;
  }

  @Override
  public String moduleId() {
    return Webhook.MODULE_ID;
  }

  @Override
  public Map<String, Destination> of(AccountId account) {
    return store.of(account).stream().collect(Collectors.toMap(one -> one.id().value(),
        one -> new Destination(one.id().value(), one.name(), one.actions().stream()
            .map(action -> new Action(action.id(), action.webhookUrl())).toList())));
  }
}
