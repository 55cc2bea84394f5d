package io.sluice.server.crm.lead;

import io.sluice.server.crm.lead.contact.Contact;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Notice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leads were made, or it was changed by what their persons are known; in the transaction that did it.
 *
 * @param again they were there before, known by something else
 */
public record LeadsMade(AccountId account, CompanyId company, boolean again, List<Known> leads) implements Notice {

  public record Known(long id, @Nullable String email, @Nullable String phone, @Nullable String country) {

    static Known of(long id, Contact contact) {
      return new Known(id, contact.email(), contact.phone(), contact.country());
    }
  }
}
