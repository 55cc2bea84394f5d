package io.sluice.server.crm.loop.timeline;

import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.Problem;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /leads/{lead_id}/timeline} of the console contract. */
@ConsoleApi
class ExchangeTimelineApi {

  private final Timelines timelines;

  ExchangeTimelineApi(Timelines timelines) {
    this.timelines = timelines;
  }

  @GetMapping("/leads/{lead_id}/timeline")
  Answer<TimelineJson> show(Member caller, @PathVariable("lead_id") String lead) {
    return timelines.ofExchange(caller.account(), lead)
        .map(moments -> Answer.ok(TimelineJson.of(moments)))
        .orElseGet(() -> Answer.problem(Problem.notFound()));
  }
}
