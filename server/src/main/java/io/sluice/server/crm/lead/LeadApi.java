package io.sluice.server.crm.lead;

import io.sluice.server.account.Person;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** Making, showing and changing a lead (crm 2.16). */
@CrmApi
class LeadApi {

  record OneJson(LeadJson lead) {}

  private final Leads leads;
  private final LeadSight sight;
  private final AnswerStore answers;

  LeadApi(Leads leads, LeadSight sight, AnswerStore answers) {
    this.leads = leads;
    this.sight = sight;
    this.answers = answers;
  }

  @PostMapping("/api/v1/companies/{company_id}/leads")
  Answer<OneJson> create(InCompany caller, @RequestBody WrittenJson written) {
    return Answer.created(leads.create(caller.account(), caller.company(), caller.user(), written.lead()), this::json);
  }

  @GetMapping("/api/v1/leads/{id}")
  Answer<OneJson> show(Person caller, @PathVariable String id) {
    return Answer.ok(sight.seen(caller, id), seen -> json(seen.lead()));
  }

  private OneJson json(Lead lead) {
    return new OneJson(LeadJson.of(lead,
        answers.of(lead.account(), List.of(lead.id())).getOrDefault(lead.id(), List.of())));
  }
}
