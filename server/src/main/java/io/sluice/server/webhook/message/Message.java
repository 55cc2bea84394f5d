package io.sluice.server.webhook.message;

import io.sluice.server.kernel.WebhookMessageId;
import java.time.Instant;

/**
 * Something that happened, as it is sent. The same for every endpoint and every attempt.
 *
 * @param body the JSON that is sent and signed, to the letter
 */
record Message(WebhookMessageId id, String type, Instant happenedAt, String body) {}
