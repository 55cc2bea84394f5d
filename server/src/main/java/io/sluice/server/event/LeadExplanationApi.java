package io.sluice.server.event;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import io.sluice.server.account.Member;
import io.sluice.server.event.LeadExplanations.LeadExplanation;
import io.sluice.server.event.LeadExplanations.Told;
import io.sluice.server.event.row.VarsJson;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /leads/{lead_id}/explanation} of the console contract. */
@ConsoleApi
class LeadExplanationApi {

  record LeadExplanationJson(
      LeadId leadId, EventId eventId, String outcome, @Nullable String reason, List<EventExplanationJson> events) {

    static LeadExplanationJson of(LeadExplanation lead) {
      return new LeadExplanationJson(lead.lead(), lead.source().id(), lead.source().outcome(), lead.source().reason(),
          lead.events().stream().map(EventExplanationJson::of).toList());
    }
  }

  record EventExplanationJson(
      EventId id,
      String type,
      @Nullable String stepId,
      @Nullable String key,
      String outcome,
      @Nullable String reason,
      List<String> sentences,
      @Nullable RulesJson explanation) {

    static EventExplanationJson of(Told told) {
      var event = told.event();
      return new EventExplanationJson(event.id(), event.type(), event.stepId(), event.key(), event.outcome(),
          event.reason(), told.sentences(), told.explanation() == null ? null : new RulesJson(told.explanation()));
    }
  }

  /** As the event kept it. */
  record RulesJson(Map<String, @Nullable Object> explanation) {

    @JsonValue
    @JsonRawValue
    String text() {
      return VarsJson.show(explanation);
    }
  }

  private final LeadExplanations explanations;

  LeadExplanationApi(LeadExplanations explanations) {
    this.explanations = explanations;
  }

  @GetMapping("/leads/{lead_id}/explanation")
  Answer<LeadExplanationJson> show(Member caller, @PathVariable("lead_id") String leadId) {
    return Answer.ok(explanations.of(caller.account(), leadId), LeadExplanationJson::of);
  }
}
