package io.sluice.server.event.journal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call of a lead on its way.
 *
 * @param stepId the step's short id
 * @param eventIds every id the lead had handed out when the call began, the event's own last
 * @param step what the event of the call tells of its step, in the words of whoever made it; null when a server of an
 *     older version did
 * @param end null while nobody knows what became of it
 */
public record Attempt(String stepId, List<String> eventIds, Instant startedAt, @Nullable String step, @Nullable End end) {

  /** @param answer in the words of whoever made the call */
  public record End(Instant at, String answer) {}
}
