package io.sluice.server.crm.lead.move;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step of a lead.
 *
 * @param from absent: it was made there
 * @param reason what was said why, if anything
 * @param by absent: the program
 */
public record LeadMove(@Nullable Long from, long to, @Nullable String reason, @Nullable Mover by, Instant at) {

  /** @param user the CRM's number of the user */
  public record Mover(long user, String fullName) {}
}
