package io.sluice.server.crm.lead.note;

import io.sluice.server.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something a person wrote about a lead. @param author absent: one who is gone */
public record LeadNote(long id, long lead, String body, @Nullable Author author, Instant createdAt) {

  /** @param number the CRM's of the user */
  public record Author(UserId id, long number, String fullName) {}
}
