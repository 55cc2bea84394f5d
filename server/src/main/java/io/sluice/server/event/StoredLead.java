package io.sluice.server.event;

import java.time.Instant;

/**
 * What events know of their lead.
 *
 * @param vars what was known when its first step began, as JSON
 */
record StoredLead(Instant receivedAt, String vars) {}
