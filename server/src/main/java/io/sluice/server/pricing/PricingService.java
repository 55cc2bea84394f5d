package io.sluice.server.pricing;

import io.sluice.server.kernel.PricingServiceId;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** A service that names prices. @param integration the module that is asked and its mappings, as written (exchange 5.5) */
record PricingService(
    PricingServiceId id, String name, ObjectNode integration, Instant createdAt, Instant updatedAt) {}
