package io.sluice.server.lead;

import io.sluice.server.delivery.KeptDelivery;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A call that ended in an error and is to be made again behind the lead's end (exchange 14.4). */
record FailedCall(
    EventId event,
    String stepId,
    Optional<EntityId> recipient,
    String moduleId,
    String idempotencyKey,
    @Nullable String reason,
    KeptDelivery delivery) {}
