package io.sluice.server.submission.page;

import io.sluice.engine.rule.explain.Change;
import io.sluice.engine.rule.explain.Explanation;
import io.sluice.engine.run.Outcome;
import io.sluice.engine.run.Ran;
import io.sluice.engine.run.RunEvent;
import io.sluice.engine.run.RunEvent.FilterEvent;
import io.sluice.engine.run.RunEvent.SourceEvent;
import io.sluice.server.lead.rehearsal.Rehearsed;
import io.sluice.server.submission.Param;
import io.sluice.server.submission.Param.Required;
import io.sluice.server.submission.SubmissionDoc;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A lead that this source's flow accepts, found by trying: what refuses it says what would have turned it, and that is
 * done, until nothing refuses it or nothing more can be done.
 */
final class ExampleLead {

  private static final int MAX_TRIES = 20;
  private static final int MAX_OPTIONAL = 12;
  private static final Duration STEP = Duration.ofMinutes(15);
  private static final int MAX_STEPS = 7 * 24 * 4;
  private static final String CLOSED = "Submission Timestamp must be within hours of operation";

  private final SubmissionDoc doc;
  private final Rehearsing rehearsing;
  private final Map<String, String> parameters = new LinkedHashMap<>();

  private ExampleLead(SubmissionDoc doc, Rehearsing rehearsing) {
    this.doc = doc;
    this.rehearsing = rehearsing;
    for (Param param : doc.params()) {
      boolean room = parameters.size() < MAX_OPTIONAL && !param.name().equals("redir_url");
      if (param.required() != Required.NO || room) {
        parameters.put(param.name(), param.examples().isEmpty() ? "" : param.examples().getFirst());
      }
    }
  }

  /** By parameter; {@code rehearsing} stands at a moment at which leads are taken, if there is one. */
  static Map<String, String> of(SubmissionDoc doc, Rehearsing rehearsing) {
    ExampleLead lead = new ExampleLead(doc, rehearsing);
    lead.waitForOpening();
    lead.improve();
    return lead.parameters;
  }

  private void waitForOpening() {
    Instant first = rehearsing.now();
    for (int i = 0; i < MAX_STEPS && CLOSED.equals(ran().reason()); i++) {
      rehearsing.at(first.plus(STEP.multipliedBy(i + 1L)));
    }
  }

  private void improve() {
    for (int i = 0; i < MAX_TRIES; i++) {
      Ran ran = ran();
      if (ran.outcome() == Outcome.SUCCESS || !improve(refusal(ran))) {
        return;
      }
    }
  }

  private Ran ran() {
    return switch (rehearsing.rehearse(parameters)) {
      case Rehearsed.OfLead(Ran ran, _) -> ran;
      case Rehearsed.OfPing _, Rehearsed.Refused _ -> throw new IllegalStateException("a query is always a lead");
    };
  }

  /** Whether anything was changed. */
  private boolean improve(@Nullable Explanation refusal) {
    boolean changed = false;
    for (Change change : refusal == null ? List.<Change>of() : refusal.nearest()) {
      Param param = param(change.lhv()).orElse(null);
      String value = param == null ? null : value(param, change);
      if (param != null && value != null && !value.equals(parameters.put(param.name(), value))) {
        changed = true;
      }
    }
    return changed;
  }

  private static @Nullable Explanation refusal(Ran ran) {
    Explanation refusal = null;
    for (RunEvent event : ran.events()) {
      switch (event) {
        case SourceEvent source when source.flowExplanation() != null -> refusal = source.flowExplanation();
        case SourceEvent source when source.explanation() != null -> refusal = source.explanation();
        case FilterEvent filter when filter.explanation() != null -> refusal = filter.explanation();
        default -> { }
      }
    }
    return refusal;
  }

  private Optional<Param> param(String lhv) {
    String path = lhv.replace("{{", "").replace("}}", "").strip();
    return doc.params().stream().filter(param -> path.equals(param.variable())).findFirst();
  }

  /** Null when the demand names no value. */
  private static @Nullable String value(Param param, Change change) {
    for (Change.Demand demand : change.to()) {
      switch (demand.op()) {
        case "is equal to", "is included in", "includes", "is less than or equal to", "is greater than or equal to" -> {
          if (!demand.rhv().isEmpty()) {
            return demand.rhv().getFirst();
          }
        }
        case "is not blank", "format is valid" -> {
          return param.examples().isEmpty() ? null : param.examples().getFirst();
        }
        case "is blank", "is not equal to" -> {
          return "";
        }
        case "is true", "is not false" -> {
          return "yes";
        }
        case "is false", "is not true" -> {
          return "no";
        }
        default -> { }
      }
    }
    return null;
  }
}
