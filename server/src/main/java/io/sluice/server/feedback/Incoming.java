package io.sluice.server.feedback;

import io.sluice.server.kernel.EventId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Feedback as it arrives at one account.
 *
 * @param id of the {@code feedback-received} event to be
 * @param hops how many sales it has gone back already
 */
record Incoming(EventId id, FeedbackRequest request, Said said, int hops) {

  Instant receivedAt() {
    return request.receivedAt();
  }

  /** The variables below {@code feedback}. */
  Map<String, @Nullable Object> variables() {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>(said.values());
    said.kind().ifPresent(kind -> variables.put("type", kind.word()));
    variables.put("timestamp", receivedAt());
    return variables;
  }
}
