package io.sluice.server.delivery.destination;

import io.sluice.server.kernel.DestinationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somewhere leads can go at the end of a flow (exchange 5.7).
 *
 * @param integrationName what it is, for people
 * @param iconUrl how that looks
 */
record Destination(
    DestinationId id,
    String name,
    String integrationName,
    @Nullable String iconUrl,
    List<Action> actions,
    Instant createdAt,
    Instant updatedAt) {

  /** Something that can be done there. @param id 24 hex characters: a flow names it, and a lead's journal does */
  record Action(String id, String name, String webhookUrl) {}

  /** @param actions each with the id it has, if it has one */
  record Wanted(String name, @Nullable String integrationName, @Nullable String iconUrl, List<WantedAction> actions) {}

  record WantedAction(@Nullable String id, String name, String webhookUrl) {}
}
