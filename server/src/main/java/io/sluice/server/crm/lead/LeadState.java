package io.sluice.server.crm.lead;

import io.sluice.server.crm.lead.answer.GivenAnswer;
import io.sluice.server.crm.lead.contact.Contact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a lead that may be written, as it shall be.
 *
 * @param reason why its stage changes, if that was said
 * @param answers that take the place of former ones to the same questions
 */
public record LeadState(
    Contact contact,
    long stage,
    @Nullable Long source,
    @Nullable Long campaign,
    @Nullable Long territory,
    @Nullable Long userAccess,
    @Nullable String reason,
    List<GivenAnswer> answers) {

  public LeadState {
    answers = List.copyOf(answers);
  }

  /** As a lead is. */
  public static LeadState of(Lead lead) {
    return new LeadState(lead.contact(), lead.stage().id(), id(lead.source()), id(lead.campaign()),
        id(lead.territory()), lead.assignedTo() == null ? null : lead.assignedTo().userAccess(), null, List.of());
  }

  private static @Nullable Long id(Lead.@Nullable Named named) {
    return named == null ? null : named.id();
  }

  LeadState in(long otherStage, @Nullable String why) {
    return new LeadState(contact, otherStage, source, campaign, territory, userAccess, why, answers);
  }
}
