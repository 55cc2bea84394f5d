package io.sluice.server.crm.lead.sheet;

import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.answer.GivenAnswer;
import io.sluice.server.crm.lead.answer.LeadAnswers;
import io.sluice.server.crm.lead.contact.Contact;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A lead as the contract shows it (crm 2.16). */
public record LeadJson(
    long id,
    CompanyId companyId,
    @Nullable String firstName,
    @Nullable String lastName,
    @Nullable String fullName,
    @Nullable String email,
    @Nullable String phone,
    @Nullable String address,
    @Nullable String city,
    @Nullable String state,
    @Nullable String zipCode,
    @Nullable String country,
    NamedJson stage,
    @Nullable NamedJson source,
    @Nullable NamedJson campaign,
    @Nullable NamedJson territory,
    @Nullable Long cycleId,
    @Nullable AssigneeJson assignedTo,
    boolean duplicate,
    @Nullable Long duplicateOfId,
    List<AnswerJson> answers,
    @Nullable ExchangeJson exchange,
    @Nullable Instant optedOutAt,
    Instant stageChangedAt,
    Instant createdAt,
    Instant updatedAt) {

  public record NamedJson(long id, String name) {

    static @Nullable NamedJson of(Lead.@Nullable Named named) {
      return named == null ? null : new NamedJson(named.id(), named.name());
    }
  }

  public record AssigneeJson(long userAccessId, long userId, String fullName) {}

  public record ExchangeJson(String leadId, String eventId) {}

  public record AnswerJson(long questionId, List<Long> questionOptionIds, @Nullable String value) {

    static AnswerJson of(GivenAnswer answer) {
      return new AnswerJson(answer.question(), answer.options(), answer.value());
    }
  }

  /** Writes leads with what they answered. */
  @Component
  public static class Writer {

    private final LeadAnswers answers;

    Writer(LeadAnswers answers) {
      this.answers = answers;
    }

    /** In their order. */
    public List<LeadJson> all(AccountId account, List<Lead> leads) {
      Map<Long, List<GivenAnswer>> given = answers.of(account, leads.stream().map(Lead::id).toList());
      return leads.stream().map(lead -> LeadJson.of(lead, given.getOrDefault(lead.id(), List.of()))).toList();
    }

    public LeadJson one(Lead lead) {
      return all(lead.account(), List.of(lead)).getFirst();
    }
  }

  public static LeadJson of(Lead lead, List<GivenAnswer> answers) {
    Contact contact = lead.contact();
    Lead.Assignee assignee = lead.assignedTo();
    Lead.Exchange exchange = lead.exchange();
    return new LeadJson(lead.id(), lead.company(), contact.firstName(), contact.lastName(), contact.fullName(),
        contact.email(), contact.phone(), contact.address(), contact.city(), contact.state(), contact.zipCode(),
        contact.country(), new NamedJson(lead.stage().id(), lead.stage().name()), NamedJson.of(lead.source()),
        NamedJson.of(lead.campaign()), NamedJson.of(lead.territory()), lead.cycle(),
        assignee == null ? null : new AssigneeJson(assignee.userAccess(), assignee.user(), assignee.fullName()),
        lead.duplicate(), lead.duplicateOf(), answers.stream().map(AnswerJson::of).toList(),
        exchange == null ? null : new ExchangeJson(exchange.lead(), exchange.event()), lead.optedOutAt(),
        lead.stageChangedAt(), lead.createdAt(), lead.updatedAt());
  }
}
