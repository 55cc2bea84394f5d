package io.sluice.server.crm.lead.sheet;

import io.sluice.server.crm.access.Access;
import io.sluice.server.crm.access.Standing;
import io.sluice.server.crm.appointment.Appointments;
import io.sluice.server.crm.appointment.WantedAppointment;
import io.sluice.server.crm.lead.Assignment;
import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.LeadRefusal;
import io.sluice.server.crm.lead.LeadState;
import io.sluice.server.crm.lead.Leads;
import io.sluice.server.crm.lead.NewLead;
import io.sluice.server.crm.lead.sight.LeadSight.Seen;
import io.sluice.server.kernel.Result;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writing a lead together with its appointments: all of it or nothing. An agent takes leads for itself only. */
@Component
class LeadSheets {

  private final Leads leads;
  private final Appointments appointments;

  LeadSheets(Leads leads, Appointments appointments) {
    this.leads = leads;
    this.appointments = appointments;
  }

  @Transactional
  Result<Lead, LeadRefusal> create(Standing by, NewLead lead, List<WantedAppointment> wanted) {
    Long named = lead.assignment() instanceof Assignment.To(long userAccess) ? userAccess : null;
    if (!mayGiveTo(by, named)) {
      return Result.refused(new LeadRefusal.Forbidden());
    }
    Appointments.Decided decided = appointments.decide(by, 0, named, wanted);
    if (!decided.problems().isEmpty()) {
      return refused(leads.problems(by.account(), by.company(), lead), decided);
    }
    return written(leads.create(by.account(), by.company(), by.user(), lead), decided);
  }

  @Transactional
  Result<Lead, LeadRefusal> change(Seen seen, UnaryOperator<LeadState> change, List<WantedAppointment> wanted) {
    Standing by = seen.standing();
    Lead lead = seen.lead();
    LeadState before = LeadState.of(lead);
    LeadState after = change.apply(before);
    if (!Objects.equals(before.userAccess(), after.userAccess()) && !mayGiveTo(by, after.userAccess())) {
      return Result.refused(new LeadRefusal.Forbidden());
    }
    Appointments.Decided decided = appointments.decide(by, lead.id(), after.userAccess(), wanted);
    if (!decided.problems().isEmpty()) {
      return refused(leads.problems(lead, after), decided);
    }
    return written(leads.change(lead.account(), lead.company(), lead.id(), by.user(), change), decided);
  }

  private static boolean mayGiveTo(Standing by, @Nullable Long userAccess) {
    return by.may(Access.MANAGER) || userAccess == null || userAccess.equals(by.userAccess());
  }

  private static Result<Lead, LeadRefusal> refused(
      Map<String, List<String>> problems, Appointments.Decided decided) {
    Map<String, List<String>> all = new TreeMap<>(problems);
    all.putAll(decided.problems());
    return Result.refused(new LeadRefusal.Invalid(all));
  }

  private Result<Lead, LeadRefusal> written(Result<Lead, LeadRefusal> lead, Appointments.Decided decided) {
    return lead.map(made -> {
      appointments.write(made.account(), made.company(), made.id(), decided.appointments());
      return made;
    });
  }
}
