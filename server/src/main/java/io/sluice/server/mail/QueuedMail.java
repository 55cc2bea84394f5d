package io.sluice.server.mail;

import java.time.Instant;
import java.util.UUID;

/** A mail in the outbox, as it will go out however often it must be tried. */
record QueuedMail(
    UUID id,
    String kind,
    String messageId,
    String recipient,
    String subject,
    String text,
    String html,
    Instant createdAt) {}
