package io.sluice.server.crm.loop.timeline;

import io.sluice.server.account.Person;
import io.sluice.server.crm.lead.sight.LeadSight;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /api/v1/leads/{id}/timeline} of the console contract: for whoever sees the lead. */
@CrmApi
class CrmTimelineApi {

  private final LeadSight sight;
  private final Timelines timelines;

  CrmTimelineApi(LeadSight sight, Timelines timelines) {
    this.sight = sight;
    this.timelines = timelines;
  }

  @GetMapping("/api/v1/leads/{id}/timeline")
  Answer<TimelineJson> show(Person caller, @PathVariable String id) {
    return Answer.ok(sight.seen(caller, id), seen -> TimelineJson.of(timelines.ofCrm(seen.lead())));
  }
}
