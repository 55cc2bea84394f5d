package io.sluice.server.event;

import io.sluice.server.event.log.VarsJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells why a lead ended as it did, from what its events kept. */
@Component
class LeadExplanations {

  /** A flow has far fewer steps; what comes later is feedback, which does not change how the lead ended. */
  private static final int MAX_EVENTS = 500;

  private final EventStore store;
  private final Snapshots snapshots;

  LeadExplanations(EventStore store, Snapshots snapshots) {
    this.store = store;
    this.snapshots = snapshots;
  }

  /** @param source the event that ended the run */
  record LeadExplanation(LeadId lead, StoredEvent source, List<Told> events) {}

  /**
   * One event in sentences.
   *
   * @param explanation as the event kept it: the rules that decided, and what would have turned them
   */
  record Told(StoredEvent event, List<String> sentences, @Nullable Map<String, @Nullable Object> explanation) {}

  Result<LeadExplanation, EventRefusal> of(AccountId account, String leadId) {
    String lower = leadId.toLowerCase(Locale.ROOT);
    if (!ObjectIds.valid(lower) || lower.compareTo(snapshots.oldestShown(account)) < 0) {
      return Result.refused(new EventRefusal.Unknown());
    }
    var lead = LeadId.of(lower);
    var events = store.ofLead(account, lead, MAX_EVENTS);
    var source = events.stream().filter(event -> event.type().equals("source")).findFirst();
    return source.<Result<LeadExplanation, EventRefusal>>map(ended ->
            Result.done(new LeadExplanation(lead, ended, events.stream().map(LeadExplanations::told).toList())))
        .orElseGet(() -> Result.refused(new EventRefusal.Unknown()));
  }

  private static Told told(StoredEvent event) {
    var explanation = VarsJson.read(event.details()).get("explanation") instanceof Map<?, ?> map ? named(map) : null;
    List<String> sentences = new ArrayList<>();
    sentences.add(sentence(event, explanation) + (event.reason() == null ? "." : ": " + event.reason() + "."));
    if (explanation != null && explanation.get("sentences") instanceof List<?> more) {
      more.forEach(sentence -> sentences.add(String.valueOf(sentence)));
    }
    return new Told(event, sentences, explanation);
  }

  private static String sentence(StoredEvent event, @Nullable Map<String, ?> explanation) {
    String step = event.key() == null ? "Step " + event.stepId() : event.key();
    return switch (event.type() + " " + event.outcome()) {
      case "source success" -> "The lead was accepted";
      case "source failure", "source error" -> sourceSentence(event, explanation);
      case "filter stop" -> "Filter " + event.stepId() + " matched and ended the flow";
      case "filter continue" -> "Filter " + event.stepId() + " did not match";
      case "recipient success" -> step + " took the lead";
      case "recipient skip" -> step + " was skipped";
      default -> (event.type().equals("recipient") ? step + " answered " : event.type() + " ended with ")
          + event.outcome();
    };
  }

  private static String sourceSentence(StoredEvent event, @Nullable Map<String, ?> explanation) {
    if (explanation != null) {
      boolean flow = "flow_acceptance_criteria".equals(explanation.get("of"));
      return "The acceptance criteria of the " + (flow ? "flow" : "source") + " refused the lead";
    }
    return event.capReached() ? "A cap was full" : "The lead ended with " + event.outcome();
  }

  private static Map<String, @Nullable Object> named(Map<?, ?> map) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    map.forEach((name, value) -> named.put(String.valueOf(name), value));
    return named;
  }
}
