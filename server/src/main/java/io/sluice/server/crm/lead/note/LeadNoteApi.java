package io.sluice.server.crm.lead.note;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmIds;
import io.sluice.server.crm.MessageJson;
import io.sluice.server.crm.lead.LeadRefusal;
import io.sluice.server.crm.lead.sight.LeadSight;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.kernel.Result;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** {@code /leads/{lead_id}/notes} (crm 2.17). */
@CrmApi
class LeadNoteApi {

  record WrittenJson(String body) {}

  record OneJson(LeadNoteJson note) {}

  record AllJson(List<LeadNoteJson> notes) {}

  private final LeadNotes notes;
  private final LeadSight sight;

  LeadNoteApi(LeadNotes notes, LeadSight sight) {
    this.notes = notes;
    this.sight = sight;
  }

  @GetMapping("/api/v1/leads/{lead_id}/notes")
  Answer<AllJson> list(Person caller, @PathVariable("lead_id") String lead) {
    return Answer.ok(sight.seen(caller, lead), seen -> new AllJson(
        notes.of(seen.lead().account(), seen.lead().id()).stream().map(LeadNoteJson::of).toList()));
  }

  @PostMapping("/api/v1/leads/{lead_id}/notes")
  Answer<OneJson> write(Person caller, @PathVariable("lead_id") String lead, @RequestBody WrittenJson written) {
    return Answer.created(
        sight.changed(caller, lead).then(seen -> notes.write(seen.standing(), seen.lead(), written.body())),
        note -> new OneJson(LeadNoteJson.of(note)));
  }

  @DeleteMapping("/api/v1/leads/{lead_id}/notes/{id}")
  Answer<MessageJson> delete(Person caller, @PathVariable("lead_id") String lead, @PathVariable String id) {
    return Answer.ok(
        sight.changed(caller, lead).then(seen -> CrmIds.read(id)
            .map(number -> notes.delete(seen.standing(), seen.lead(), number))
            .orElseGet(() -> Result.refused(new LeadRefusal.Unknown()))),
        _ -> new MessageJson("The note was deleted"));
  }
}
