package io.sluice.server.event;

import io.sluice.server.event.row.VarsJson;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import io.sluice.server.kernel.Result;
import java.util.ArrayList;
import java.util.HashMap;
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

  private static final Map<String, String> CAPS = new LinkedHashMap<>();

  static {
    CAPS.put("flow_caps", "the flow's cap");
    CAPS.put("source_caps", "the source's cap");
    CAPS.put("caps", "the step's cap");
  }

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
            Result.done(new LeadExplanation(lead, ended, told(account, events))))
        .orElseGet(() -> Result.refused(new EventRefusal.Unknown()));
  }

  private List<Told> told(AccountId account, List<StoredEvent> events) {
    Map<EventId, List<String>> caps = new HashMap<>();
    snapshots.of(account, events.stream().filter(StoredEvent::capReached).toList())
        .forEach(snapshot -> caps.put(snapshot.event().id(), caps(snapshot.properties())));
    return events.stream().map(event -> told(event, caps.getOrDefault(event.id(), List.of()))).toList();
  }

  /** Those that limited the lead: which of several was full, no event keeps. */
  private static List<String> caps(Map<String, @Nullable Object> properties) {
    List<String> caps = new ArrayList<>();
    CAPS.forEach((property, whose) -> {
      if (properties.get(property) instanceof List<?> list) {
        list.forEach(cap -> caps.add(whose + " of " + limit((Map<?, ?>) cap)));
      }
    });
    return caps;
  }

  private static String limit(Map<?, ?> cap) {
    String unit = String.valueOf(cap.get("duration_units"));
    String duration = String.valueOf(cap.get("duration"));
    String time = duration.equals("1")
        ? (unit.equals("hour") ? "an " : "a ") + unit : "in " + duration + " " + unit + "s";
    return cap.get("maximum") + " " + time + (cap.get("name") == null ? "" : " (" + cap.get("name") + ")");
  }

  private static Told told(StoredEvent event, List<String> caps) {
    var explanation = VarsJson.read(event.details()).get("explanation") instanceof Map<?, ?> map ? named(map) : null;
    List<String> sentences = new ArrayList<>();
    sentences.add(sentence(event, explanation) + (event.reason() == null ? "." : ": " + event.reason() + "."));
    if (!caps.isEmpty()) {
      sentences.add((caps.size() == 1 ? "Full was " : "Full was one of these: ") + String.join(", ", caps) + ".");
    }
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
