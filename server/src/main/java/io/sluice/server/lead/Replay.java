package io.sluice.server.lead;

import io.sluice.server.kernel.ObjectIds;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ids and times of one lead. Those that a former life gave it come again, in their order; where that life ended, the
 * present begins.
 */
final class Replay {

  private final Clock clock;
  private final FormerLives before;
  private final List<String> ids = new ArrayList<>();
  /** The time in the former life; null in the present. */
  private @Nullable Instant then;

  /** @param receivedAt when a former life received it; null when there is none */
  Replay(Clock clock, FormerLives before, @Nullable Instant receivedAt) {
    this.clock = clock;
    this.before = before;
    this.then = receivedAt;
  }

  Instant now() {
    return then == null ? clock.instant() : then;
  }

  String newId() {
    return handOut(ids.isEmpty() ? before.lead() : Optional.empty());
  }

  String newEventId(@Nullable String stepId) {
    return handOut(before.event(stepId, ids.getLast()));
  }

  private String handOut(Optional<String> known) {
    String id = known.orElseGet(() -> {
      isOver();
      return ObjectIds.next(clock.instant());
    });
    ids.add(id);
    return id;
  }

  /** All that were handed out, the lead's own first. */
  List<String> ids() {
    return ids;
  }

  /** The former life did something at that time. Once in the present, a lead stays there. */
  void cameTo(Instant time) {
    then = then == null ? null : time;
  }

  void isOver() {
    then = null;
  }
}
