package io.sluice.server.crm.lead;

import io.sluice.server.crm.lead.contact.Contact;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lead as it stands.
 *
 * @param source absent: none, or one that was deleted; likewise the others
 * @param cycle the number of the company's cycle at the time it was created
 * @param duplicateOf the oldest lead of the same person; absent where that is this one
 * @param exchange where it came over the exchange
 * @param optedOutAt since when the person has withdrawn consent
 * @param createdBy absent: the program
 */
public record Lead(
    AccountId account,
    CompanyId company,
    long id,
    Contact contact,
    Named stage,
    @Nullable Named source,
    @Nullable Named campaign,
    @Nullable Named territory,
    @Nullable Long cycle,
    @Nullable Assignee assignedTo,
    @Nullable Long duplicateOf,
    @Nullable Exchange exchange,
    @Nullable Instant optedOutAt,
    @Nullable UserId createdBy,
    Instant stageChangedAt,
    Instant createdAt,
    Instant updatedAt) {

  public record Named(long id, String name) {}

  /** @param user the CRM's number of the user */
  public record Assignee(long userAccess, long user, String fullName) {}

  /** @param event the delivery by which it came */
  public record Exchange(String lead, String event) {}

  public boolean duplicate() {
    return duplicateOf != null;
  }
}
