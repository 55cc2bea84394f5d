package io.sluice.server.crm.lead;

import io.sluice.server.crm.lead.answer.GivenAnswer;
import io.sluice.server.crm.lead.contact.Contact;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a lead is made of. Its ids are of the company, which is looked up when it is made.
 *
 * @param stage absent: the first
 */
public record NewLead(
    Contact contact,
    @Nullable Long stage,
    @Nullable Long source,
    @Nullable Long campaign,
    @Nullable Long territory,
    Assignment assignment,
    List<GivenAnswer> answers,
    Origin origin) {

  public NewLead {
    answers = List.copyOf(answers);
  }
}
