package io.sluice.server.crm.lead.sight;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.access.Standings;
import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.LeadRefusal;
import io.sluice.server.crm.lead.Leads;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.Result;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Who sees which lead (crm 2.16): managers and admins all of their company's, an agent those assigned to it and the
 * unassigned ones of its sources.
 */
@Component
public class LeadSight {

  private final Standings standings;
  private final Leads leads;
  private final LeadSightStore store;

  LeadSight(Standings standings, Leads leads, LeadSightStore store) {
    this.standings = standings;
    this.leads = leads;
    this.store = store;
  }

  /** A lead somebody may see, and how she stands in its company. */
  public record Seen(Standing standing, Lead lead) {}

  /** To look at it. @param id as it stands in a path */
  public Result<Seen, LeadRefusal> seen(Person person, String id) {
    return CrmIds.read(id).flatMap(number -> find(person, number))
        .<Result<Seen, LeadRefusal>>map(Result::done)
        .orElseGet(() -> Result.refused(new LeadRefusal.Unknown()));
  }

  /** To change it. */
  public Result<Seen, LeadRefusal> changed(Person person, String id) {
    return seen(person, id).then(seen -> seen.standing().readOnly()
        ? Result.refused(new LeadRefusal.ReadOnly()) : Result.done(seen));
  }

  private Optional<Seen> find(Person person, long id) {
    for (AccountId account : standings.accountsOf(person)) {
      Optional<CompanyId> company = store.companyOf(account, id);
      if (company.isPresent()) {
        return standings.in(company.get(), person)
            .flatMap(standing -> leads.find(account, company.get(), id)
                .filter(lead -> sees(standing, lead))
                .map(lead -> new Seen(standing, lead)));
      }
    }
    return Optional.empty();
  }

  public boolean sees(Standing standing, Lead lead) {
    if (standing.may(Access.MANAGER)) {
      return true;
    }
    Long own = standing.userAccess();
    Lead.Assignee assignee = lead.assignedTo();
    Lead.Named source = lead.source();
    return own != null && (assignee == null
        ? source != null && store.receives(lead.account(), lead.company(), source.id(), own)
        : assignee.userAccess() == own);
  }
}
