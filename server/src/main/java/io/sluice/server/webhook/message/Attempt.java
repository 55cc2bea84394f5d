package io.sluice.server.webhook.message;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request to an endpoint and what came of it.
 *
 * @param status null when no answer came
 * @param error why it did not arrive; null when it did
 * @param response the beginning of the answer's body; null when none came
 */
record Attempt(
    int number, Instant at, long ms, @Nullable Integer status, @Nullable String error, @Nullable String response) {

  static final int MAX_RESPONSE_CHARS = 2_000;
}
