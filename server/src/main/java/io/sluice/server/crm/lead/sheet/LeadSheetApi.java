package io.sluice.server.crm.lead.sheet;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.sluice.server.account.Person;
import io.sluice.server.crm.access.InCompany;
import io.sluice.server.crm.appointment.AppointmentJson;
import io.sluice.server.crm.appointment.Appointments;
import io.sluice.server.crm.lead.Lead;
import io.sluice.server.crm.lead.note.LeadNoteJson;
import io.sluice.server.crm.lead.note.LeadNotes;
import io.sluice.server.crm.lead.sight.LeadSight;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** Making, showing and changing a lead (crm 2.16). */
@CrmApi
class LeadSheetApi {

  record SheetJson(@JsonUnwrapped LeadJson lead, List<LeadNoteJson> notes, List<AppointmentJson> appointments) {}

  record OneJson(SheetJson lead) {}

  private final LeadSheets sheets;
  private final LeadSight sight;
  private final LeadNotes notes;
  private final Appointments appointments;
  private final LeadJson.Writer json;

  LeadSheetApi(LeadSheets sheets, LeadSight sight, LeadNotes notes, Appointments appointments, LeadJson.Writer json) {
    this.sheets = sheets;
    this.sight = sight;
    this.notes = notes;
    this.appointments = appointments;
    this.json = json;
  }

  @PostMapping("/api/v1/companies/{company_id}/leads")
  Answer<OneJson> create(InCompany caller, @RequestBody WrittenJson written) {
    return Answer.created(
        sheets.create(caller.standing(), written.lead(), written.appointments()), lead -> fresh(lead, written));
  }

  @GetMapping("/api/v1/leads/{id}")
  Answer<OneJson> show(Person caller, @PathVariable String id) {
    return Answer.ok(sight.seen(caller, id), seen -> sheet(seen.lead()));
  }

  @PutMapping("/api/v1/leads/{id}")
  Answer<OneJson> change(Person caller, @PathVariable String id, @RequestBody WrittenJson written) {
    return Answer.ok(
        sight.changed(caller, id).then(seen -> sheets.change(seen, written::state, written.appointments())),
        this::sheet);
  }

  /** Of what was not said when it was made, a lead has nothing. */
  private OneJson fresh(Lead lead, WrittenJson written) {
    return written.answers().isEmpty() && written.appointments().isEmpty()
        ? new OneJson(new SheetJson(LeadJson.of(lead, List.of()), List.of(), List.of())) : sheet(lead);
  }

  private OneJson sheet(Lead lead) {
    return new OneJson(new SheetJson(json.one(lead),
        notes.of(lead.account(), lead.id()).stream().map(LeadNoteJson::of).toList(),
        appointments.ofLead(lead.account(), lead.id()).stream().map(AppointmentJson::of).toList()));
  }
}
