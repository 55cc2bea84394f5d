package io.sluice.server.flow;

import io.sluice.engine.run.Integration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A module with mappings as clients write it (exchange 5.5), for features that keep one outside of any flow. */
public final class WrittenIntegration {

  private WrittenIntegration() {}

  /** Empty where a part is not of its shape. */
  public static Optional<Integration> read(ObjectNode json) {
    try {
      return Optional.of(FlowBinding.integration(json));
    } catch (FlowBinding.Unreadable e) {
      return Optional.empty();
    }
  }
}
