package io.sluice.server.delivery.call;

import io.sluice.server.delivery.door.OutboundRequest;

/** What a module made of the step's variables. */
public sealed interface Prepared {

  record Ready(OutboundRequest request) implements Prepared {}

  /** @param reason why these variables make no request */
  record Unsendable(String reason) implements Prepared {}
}
