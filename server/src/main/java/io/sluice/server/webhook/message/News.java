package io.sluice.server.webhook.message;

import java.time.Instant;

/** Something an account may want to be told. @param data a record, written as JSON */
public record News(String type, Instant happenedAt, Object data) {}
