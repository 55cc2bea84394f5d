package io.sluice.server.webhook.message;

import io.sluice.server.kernel.WebhookMessageId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A message on its way to one endpoint.
 *
 * @param attempts how many were made, re-drives included
 * @param attemptsLeft before it is given up
 * @param nextAttemptAt null when there is to be none
 * @param endedAt null while it waits
 * @param lastStatus of the last attempt; null when there was none, or no answer to it
 * @param lastError why the last attempt did not arrive; null when it did
 */
record Delivery(
    WebhookMessageId message,
    String type,
    Instant happenedAt,
    State state,
    int attempts,
    int attemptsLeft,
    @Nullable Instant nextAttemptAt,
    @Nullable Instant endedAt,
    @Nullable Integer lastStatus,
    @Nullable String lastError) {

  enum State {
    WAITING, DELIVERED,
    /** Given up; kept to be sent again. */
    DEAD;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State named(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
