package io.sluice.server.event.row;

import io.sluice.engine.run.FilterStep;
import io.sluice.engine.run.FlowDefinition;
import io.sluice.engine.run.Outcome;
import io.sluice.engine.run.Ran;
import io.sluice.engine.run.RecipientStep;
import io.sluice.engine.run.RunEvent;
import io.sluice.engine.run.RunEvent.FilterEvent;
import io.sluice.engine.run.RunEvent.RecipientEvent;
import io.sluice.engine.run.RunEvent.SourceEvent;
import io.sluice.engine.run.Source;
import io.sluice.engine.run.Step;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.kernel.ObjectIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what a run left behind into what is kept: masked, each thing once. */
public final class RunRows {

  private static final String EXPLANATION = "explanation";

  private final Definitions definitions = new Definitions();
  private final String host;

  public RunRows(String host) {
    this.host = host;
  }

  /**
   * A lead and where it ran.
   *
   * @param submitted the request it came in by, with the answer it is about to be given
   * @param definition of the flow as it ran; null when it did not run
   */
  public record About(
      AccountId account,
      FlowId flow,
      EntityId source,
      Instant receivedAt,
      HttpExchange submitted,
      @Nullable FlowDefinition definition) {

    /** What the flow's owner wrote beside the step. */
    private @Nullable String description(@Nullable String stepId) {
      List<Step> steps = definition == null ? null : definition.steps();
      for (Step step : steps == null || stepId == null ? List.<Step>of() : steps) {
        if (stepId.equals(step.id())) {
          return switch (step) {
            case FilterStep filter -> filter.description();
            case RecipientStep recipient -> recipient.description();
          };
        }
      }
      return null;
    }

    private Optional<Source> sourceDefinition() {
      List<Source> sources = definition == null ? null : definition.sources();
      return sources == null ? Optional.empty() : sources.stream()
          .filter(one -> one.entity() != null && source.value().equalsIgnoreCase(one.entity().id()))
          .findFirst();
    }
  }

  /** @param soldBy the seller's recipient event that brought it here; null for a lead that came over HTTP */
  public LeadRow lead(About about, Ran ran, @Nullable EventId soldBy, Masking masking) {
    return new LeadRow(about.account(), LeadId.of(ran.leadId()), about.flow(), about.source(), soldBy,
        about.receivedAt(), VarsJson.write(ran.vars().asMap(), masking));
  }

  public List<EventRow> events(About about, Ran ran, Masking masking) {
    List<EventRow> rows = new ArrayList<>(ran.events().size());
    for (RunEvent event : ran.events()) {
      rows.add(switch (event) {
        case FilterEvent filter -> filter(about, ran, filter, masking);
        case RecipientEvent recipient -> recipient(about, LeadId.of(ran.leadId()), recipient, masking);
        case SourceEvent source -> source(about, ran, source, masking);
      });
    }
    return rows;
  }

  /** The last event of a lead that cannot be run to its end any more. */
  public EventRow interrupted(About about, LeadId lead, String moduleId, String reason, Instant now, Masking masking) {
    return new EventRow(about.account(), EventId.next(now), lead, about.flow(), about.source(), "source",
        Outcome.ERROR.word(), reason, null, null, moduleId, null, host, about.receivedAt(), now, false,
        null, null, null, null, null, null, null, "{}", HttpExchange.write(List.of(about.submitted()), masking));
  }

  private EventRow filter(About about, Ran ran, FilterEvent event, Masking masking) {
    var details = new Details(definitions);
    details.define("description", about.description(event.stepId()));
    details.define("rule_set", event.ruleSet());
    details.put(EXPLANATION, ExplanationJson.of("rule_set", event.explanation(), masking));
    EventId id = EventId.of(event.id());
    return new EventRow(about.account(), id, LeadId.of(ran.leadId()), about.flow(), about.source(),
        event.type(), event.outcomeWord(), masking.orNull(event.reason()), event.stepId(), null, null, null, host,
        event.start(), event.end(), false, null, null, null, null, null, null, details.definition(id), details.json(),
        null);
  }

  public EventRow recipient(About about, LeadId lead, RecipientEvent event, Masking masking) {
    var details = new Details(definitions);
    details.define("package_version", Details.VERSION);
    details.define("description", about.description(event.stepId()));
    details.define("rule_set", event.ruleSet());
    details.put(EXPLANATION, ExplanationJson.of("rule_set", event.explanation(), masking));
    details.define("mappings", event.mappings());
    details.define("caps", event.caps());
    details.define("pricing", event.pricing());
    details.define("credential", event.credential());
    details.define("credential_updated", event.credential().isEmpty() ? null : false); // none renews its tokens
    details.put("wait_ms", waitedMs(event));
    List<HttpExchange> exchanges = exchanges(event);
    EventId id = EventId.of(event.id());
    return new EventRow(about.account(), id, lead, about.flow(), about.source(),
        event.type(), event.outcomeWord(), masking.orNull(event.reason()), event.stepId(), entity(event.entity().id()),
        event.moduleId(), event.key(), host, event.start(), event.end(), !event.capsReached().isEmpty(),
        event.purchasePrice(), event.salePrice(), null, event.revenue(), VarsJson.write(event.changed(), masking),
        event.appended().isEmpty() ? null : VarsJson.write(event.appended(), masking), details.definition(id),
        details.json(), exchanges.isEmpty() ? null : HttpExchange.write(exchanges, masking));
  }

  private EventRow source(About about, Ran ran, SourceEvent event, Masking masking) {
    var details = new Details(definitions);
    details.define("package_version", Details.VERSION);
    details.define("flow_acceptance_criteria", event.flowAcceptanceCriteria());
    details.define("acceptance_criteria", event.acceptanceCriteria());
    details.put(EXPLANATION, event.flowExplanation() == null
        ? ExplanationJson.of("acceptance_criteria", event.explanation(), masking)
        : ExplanationJson.of("flow_acceptance_criteria", event.flowExplanation(), masking));
    details.define("flow_caps", event.flowCaps());
    details.define("source_caps", event.sourceCaps());
    details.define("flow_pricing", event.flowPricing());
    details.define("pricing", event.pricing());
    details.define("flow_pricing_service", event.flowPricingService());
    details.define("pricing_service", event.pricingService());
    details.define("step_count", event.stepCount());
    details.define("disabled_step_count", event.disabledStepCount());
    details.put("wait_ms", ran.events().stream()
        .mapToInt(step -> step instanceof RecipientEvent recipient ? waitedMs(recipient) : 0).sum());
    details.define("flow_ping_limits", about.definition() == null ? null : about.definition().pingLimits());
    details.define("source_ping_limits", about.sourceDefinition().map(Source::pingLimits).orElse(null));
    EventId id = EventId.of(event.id());
    return new EventRow(about.account(), id, LeadId.of(ran.leadId()), about.flow(), about.source(),
        event.type(), event.outcomeWord(), masking.orNull(event.reason()), null, null, event.moduleId(), null, host,
        event.start(), event.end(), !event.capsReached().isEmpty(), event.purchasePrice(), null, event.cost(),
        event.recipientRevenue(), null, null, details.definition(id), details.json(),
        HttpExchange.write(List.of(about.submitted()), masking));
  }

  private static List<HttpExchange> exchanges(RecipientEvent event) {
    return event.transactions().stream()
        .filter(HttpExchange.class::isInstance).map(HttpExchange.class::cast).toList();
  }

  /** How long the recipient was waited for. */
  private static int waitedMs(RecipientEvent event) {
    return Math.toIntExact(exchanges(event).stream().mapToLong(HttpExchange::ms).sum());
  }

  private static @Nullable EntityId entity(@Nullable String id) {
    return id != null && ObjectIds.valid(id.toLowerCase(Locale.ROOT)) ? EntityId.of(id) : null;
  }
}
