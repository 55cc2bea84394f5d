package io.sluice.server.mail;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A mail in the outbox, as it will go out however often it must be tried. @param until it is not sent after; or null */
record QueuedMail(
    UUID id,
    String kind,
    String messageId,
    String recipient,
    String subject,
    String text,
    String html,
    Instant createdAt,
    @Nullable Instant until) {}
