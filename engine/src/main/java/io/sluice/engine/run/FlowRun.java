package io.sluice.engine.run;

import io.sluice.engine.mapping.Mapping;
import io.sluice.engine.price.CompiledPricing;
import io.sluice.engine.rule.Explanation;
import io.sluice.engine.run.CompiledStep.CompiledFilter;
import io.sluice.engine.run.CompiledStep.CompiledRecipient;
import io.sluice.engine.template.Numbers;
import io.sluice.engine.template.RenderFailure;
import io.sluice.engine.template.VarPath;
import io.sluice.engine.template.Vars;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One submission or ping on its way through a flow, in the order of exchange 3.4. */
public final class FlowRun {

  private static final String CLOSED = "Submission Timestamp must be within hours of operation";
  private static final int MAX_TIMEOUT_SECONDS = 360;
  private static final VarPath PRICE = VarPath.of("price");

  private final CompiledFlow flow;
  private final CompiledSource source;
  private final Submission submission;
  private final Outside outside;
  private final Instant start;

  private Vars vars = Vars.empty();
  private @Nullable Object submittedPrice;
  private final Map<String, Object> appended = new LinkedHashMap<>();
  private final List<RunEvent> events = new ArrayList<>();
  private @Nullable Explanation flowExplanation;
  private @Nullable Explanation sourceExplanation;
  private List<CompiledCap> flowCaps = List.of();
  private List<CompiledCap> sourceCaps = List.of();
  private List<String> capsReached = List.of();
  private @Nullable Object reservation;
  private BigDecimal purchasePrice = BigDecimal.ZERO;
  private BigDecimal recipientRevenue = BigDecimal.ZERO;
  private int disabledSteps;

  private FlowRun(CompiledFlow flow, CompiledSource source, Submission submission, Outside outside) {
    this.flow = flow;
    this.source = source;
    this.submission = submission;
    this.outside = outside;
    this.start = outside.now();
  }

  /** Handles a lead from its parameters to its source event. Only what {@code outside} throws is thrown. */
  public static Ran submit(CompiledFlow flow, CompiledSource source, Submission submission, Outside outside) {
    return new FlowRun(flow, source, submission, outside).submit();
  }

  /** Answers what a submission of these parameters would be paid, if anything. Leaves no event and moves no cap. */
  public static Pinged ping(CompiledFlow flow, CompiledSource source, Submission submission, Outside outside) {
    return new FlowRun(flow, source, submission, outside).ping();
  }

  /** Where the flow ended before its end. */
  private record Stop(Outcome outcome, @Nullable String reason) {}

  private Ran submit() {
    String leadId = outside.newId();
    if (!flow.isEnabled()) {
      vars = metadata(leadId, Map.of());
      return ran(leadId, new Stop(Outcome.ERROR, "Flow is disabled"), vars);
    }
    if (!source.isEnabled()) {
      return new Ran(leadId, Outcome.ERROR, "Source is disabled", BigDecimal.ZERO, List.of(), Vars.empty());
    }
    receive(leadId);
    boolean success = false;
    try {
      var stop = judge();
      if (stop == null) {
        stop = reserveCaps();
      }
      if (stop == null) {
        setPurchasePrice();
      }
      var known = vars;
      if (stop == null) {
        stop = runSteps(leadId);
      }
      success = stop == null || stop.outcome() == Outcome.SUCCESS;
      return ran(leadId, stop, known);
    } finally {
      if (reservation != null) {
        outside.settle(reservation, success);
      }
    }
  }

  private Pinged ping() {
    if (!flow.isEnabled()) {
      return noBid(Outcome.ERROR, "Flow is disabled");
    }
    if (!source.isEnabled()) {
      return noBid(Outcome.ERROR, "Source is disabled");
    }
    if (!flow.isPingEnabled()) {
      return noBid(Outcome.FAILURE, "ping is not enabled");
    }
    var limits = joined(flow.pingLimits, source.pingLimits);
    var fullLimit = limits.isEmpty() ? null : outside.countPing(limits).orElse(null);
    if (fullLimit != null) {
      return new Pinged(Outcome.FAILURE, "Ping limit reached", BigDecimal.ZERO, fullLimit.id(), null);
    }
    receive(null);
    var stop = judge();
    if (stop != null) {
      return noBid(stop.outcome() == Outcome.SUCCESS ? Outcome.FAILURE : stop.outcome(), stop.reason());
    }
    var caps = matchingCaps();
    var fullCap = caps.isEmpty() ? null : outside.firstFull(caps).orElse(null);
    if (fullCap != null) {
      return new Pinged(Outcome.FAILURE, fullCap.reason(vars), BigDecimal.ZERO, null, fullCap.id());
    }
    setPurchasePrice();
    return purchasePrice.signum() > 0
        ? new Pinged(Outcome.SUCCESS, null, purchasePrice, null, null)
        : noBid(Outcome.FAILURE, null);
  }

  private static Pinged noBid(Outcome outcome, @Nullable String reason) {
    return new Pinged(outcome, reason == null ? "no bid" : reason, BigDecimal.ZERO, null, null);
  }

  /** Stages 6 to 9: inbound mappings, field selection, typing, metadata. */
  private void receive(@Nullable String leadId) {
    var parameters = new LinkedHashMap<String, Object>(submission.parameters());
    source.integration.mappings().apply(Vars.viewOf(parameters), parameters);
    submittedPrice = PRICE.in(parameters);
    vars = metadata(leadId, parameters);
  }

  private Vars metadata(@Nullable String leadId, Map<String, Object> parameters) {
    var account = new LinkedHashMap<String, Object>();
    account.put("id", submission.account().id());
    if (submission.account().ssoId() != null) {
      account.put("sso_id", submission.account().ssoId());
    }
    account.put("name", submission.account().name());
    var all = new LinkedHashMap<String, Object>();
    all.put("lead", lead(leadId, parameters));
    all.put("submission", Map.of("timestamp", start, "ip", submission.ip()));
    all.put("account", account);
    all.put("flow", flow.variables);
    all.put("source", source.variables);
    return Vars.of(all);
  }

  private Map<String, Object> lead(@Nullable String leadId, Map<String, Object> parameters) {
    var clock = Clock.fixed(start, ZoneOffset.UTC);
    var lead = new LinkedHashMap<String, Object>();
    if (leadId != null) {
      lead.put("id", leadId);
    }
    for (int i = 0; i < flow.fields.size(); i++) {
      var field = flow.fields.get(i);
      var submitted = field.path().in(parameters);
      var value = submitted == null || field.type() == null ? submitted : field.type().parse(submitted, clock);
      if (value != null) {
        lead.putIfAbsent(field.id(), value);
      }
    }
    return lead;
  }

  /** Stages 10 to 12: hours of operation, list checks, criteria. Null when the lead goes on. */
  private @Nullable Stop judge() {
    if (!flow.hours.areOpen(start, submission.account().timeZone())) {
      return new Stop(Outcome.FAILURE, CLOSED);
    }
    lookUp();
    if (!flow.criteria.rules().isEmpty()) {
      var verdict = flow.criteria.rules().explain(vars);
      flowExplanation = verdict.explanation();
      if (verdict.reason() != null) {
        return new Stop(flow.criteria.outcome(), flow.criteria.reason().text(vars, verdict.reason()));
      }
    }
    if (!source.criteria.rules().isEmpty()) {
      var verdict = source.criteria.rules().explain(vars);
      sourceExplanation = verdict.explanation();
      if (verdict.reason() != null) {
        return new Stop(source.criteria.outcome(), source.criteria.reason().text(vars, verdict.reason()));
      }
    }
    return null;
  }

  private void lookUp() {
    var queries = new ArrayList<Outside.ListQuery>();
    for (var lookup : flow.lookups) {
      String value = lookedUp(lookup);
      if (!value.isBlank()) {
        queries.add(new Outside.ListQuery(lookup.name(), lookup.check(), value));
      }
    }
    if (!queries.isEmpty()) {
      vars = vars.with("suppressionlist", Map.copyOf(outside.lookUp(queries)));
    }
  }

  private String lookedUp(CompiledFlow.Lookup lookup) {
    try {
      return lookup.value().text(vars);
    } catch (RenderFailure noResult) {
      // Exchange 5.6: a check that cannot be made leaves its variable absent and the lead goes on.
      return "";
    }
  }

  private List<CompiledCap> matchingCaps() {
    flowCaps = CompiledCap.matching(flow.caps, vars);
    sourceCaps = CompiledCap.matching(source.caps, vars);
    return joined(flowCaps, sourceCaps);
  }

  private @Nullable Stop reserveCaps() {
    var matching = matchingCaps();
    if (matching.isEmpty()) {
      return null;
    }
    return switch (outside.reserve(matching)) {
      case CapDecision.Reserved(Object slots) -> {
        reservation = slots;
        yield null;
      }
      case CapDecision.Full(CompiledCap cap) -> {
        capsReached = List.of(cap.id());
        yield new Stop(Outcome.FAILURE, cap.reason(vars));
      }
    };
  }

  /** Source before flow, a service before rules; the first level that gives a price wins (exchange 8). */
  private void setPurchasePrice() {
    var price = source.purchase.price(vars, submittedPrice, outside);
    if (price == null) {
      price = flow.purchase.price(vars, submittedPrice, outside);
    }
    purchasePrice = price == null ? BigDecimal.ZERO : price;
    vars = vars.with("purchase_price", purchasePrice);
  }

  private @Nullable Stop runSteps(String leadId) {
    for (int i = 0; i < flow.steps.size(); i++) {
      var step = flow.steps.get(i);
      if (!step.definition().isEnabled()) {
        disabledSteps++;
        continue;
      }
      var stop =
          switch (step) {
            case CompiledFilter filter -> runFilter(filter);
            case CompiledRecipient recipient -> {
              runRecipient(recipient, leadId);
              yield null;
            }
          };
      if (stop != null) {
        return stop;
      }
    }
    return null;
  }

  private @Nullable Stop runFilter(CompiledFilter filter) {
    var began = outside.now();
    String eventId = outside.newId();
    var verdict = filter.rules().explain(vars);
    boolean stops = verdict.passed();
    String reason = stops ? filter.reason().text(vars) : null;
    events.add(
        new RunEvent.FilterEvent(
            eventId,
            filter.definition().id(),
            stops ? FilterOutcome.STOP : FilterOutcome.CONTINUE,
            reason,
            filter.definition().ruleSet(),
            verdict.explanation(),
            began,
            outside.now()));
    return stops ? new Stop(filter.outcome(vars), reason) : null;
  }

  private void runRecipient(CompiledRecipient recipient, String leadId) {
    var began = outside.now();
    String eventId = outside.newId();
    var ownPrice = recipient.pricing().price(vars);
    var price = ownPrice == null ? BigDecimal.ZERO : ownPrice;
    Map<String, Object> changed = Map.of("recipient", recipient.variables(), "price", price, "event_id", eventId);
    var known = vars.with(changed);
    var draft = new Draft(recipient, eventId, began, price, changed);

    if (!recipient.rules().isEmpty()) {
      var verdict = recipient.rules().explain(known);
      draft.explanation = verdict.explanation();
      if (verdict.reason() != null) {
        draft.record(StepAnswer.of(StepOutcome.SKIP, verdict.reason()));
        return;
      }
    }
    draft.caps = CompiledCap.matching(recipient.caps(), known);
    if (draft.caps.isEmpty()) {
      draft.record(call(draft, known, leadId));
      return;
    }
    switch (outside.reserve(draft.caps)) {
      case CapDecision.Full(CompiledCap cap) -> {
        draft.capsReached = List.of(cap.id());
        draft.record(StepAnswer.of(StepOutcome.SKIP, cap.reason(known)));
      }
      case CapDecision.Reserved(Object slots) -> {
        boolean success = false;
        try {
          var answer = call(draft, known, leadId);
          success = answer.outcome() == StepOutcome.SUCCESS;
          draft.record(answer);
        } finally {
          outside.settle(slots, success);
        }
      }
    }
  }

  private StepAnswer call(Draft draft, Vars known, String leadId) {
    var recipient = draft.recipient;
    var variables = new LinkedHashMap<String, Object>();
    draft.mappings = recipient.integration().mappings().apply(known, variables);
    return outside.call(
        new StepCall(
            leadId,
            draft.eventId,
            recipient.definition(),
            recipient.integration().moduleId(),
            recipient.key(),
            variables,
            known,
            draft.price,
            purchasePrice,
            timeoutSeconds(variables.get("timeout_seconds"))));
  }

  /** Clamped to 1 to 360; what is no number gives 360 (exchange 3.5). */
  private static int timeoutSeconds(@Nullable Object mapped) {
    var seconds = Numbers.of(mapped);
    if (seconds == null) {
      return MAX_TIMEOUT_SECONDS;
    }
    var whole = seconds.setScale(0, RoundingMode.CEILING);
    return whole.max(BigDecimal.ONE).min(BigDecimal.valueOf(MAX_TIMEOUT_SECONDS)).intValueExact();
  }

  /** What is known of a recipient event before its outcome is. */
  private final class Draft {

    private final CompiledRecipient recipient;
    private final String eventId;
    private final Instant began;
    private final BigDecimal price;
    private final Map<String, Object> changed;
    private @Nullable Explanation explanation;
    private List<Mapping> mappings = List.of();
    private List<CompiledCap> caps = List.of();
    private List<String> capsReached = List.of();

    private Draft(
        CompiledRecipient recipient, String eventId, Instant began, BigDecimal price, Map<String, Object> changed) {
      this.recipient = recipient;
      this.eventId = eventId;
      this.began = began;
      this.price = price;
      this.changed = changed;
    }

    private void record(StepAnswer answer) {
      var salePrice = salePrice(answer);
      var revenue = answer.outcome() == StepOutcome.SUCCESS ? salePrice : BigDecimal.ZERO;
      recipientRevenue = recipientRevenue.add(revenue);
      Map<String, Object> data = answer.outcome() == StepOutcome.SKIP ? Map.of() : data(answer);
      if (!data.isEmpty()) {
        appended.put(recipient.key(), data);
        vars = vars.with(recipient.key(), data);
      }
      var step = recipient.definition();
      var entity = step.entity();
      events.add(
          new RunEvent.RecipientEvent(
              eventId,
              step.id(),
              entity == null ? new EntitySummary(null, null, null) : entity,
              recipient.integration().moduleId(),
              recipient.key(),
              answer.outcome(),
              answer.reason(),
              step.ruleSet(),
              explanation,
              mappings,
              definitions(caps),
              capsReached,
              recipient.pricing().definition(),
              purchasePrice,
              salePrice,
              revenue,
              data,
              changed,
              answer.transactions(),
              began,
              outside.now()));
    }

    private BigDecimal salePrice(StepAnswer answer) {
      if (!recipient.pricing().isOverridden()) {
        return price;
      }
      var said = CompiledPricing.said(answer.price());
      return said == null ? BigDecimal.ZERO : said;
    }

    private static Map<String, Object> data(StepAnswer answer) {
      var data = new LinkedHashMap<>(answer.appended());
      data.put("outcome", answer.outcome().word());
      if (answer.reason() != null) {
        data.put("reason", answer.reason());
      }
      if (answer.price() != null) {
        data.put("price", answer.price());
      }
      return Collections.unmodifiableMap(data);
    }
  }

  private Ran ran(String leadId, @Nullable Stop stop, Vars known) {
    var outcome = stop == null ? Outcome.SUCCESS : stop.outcome();
    String reason = stop == null ? null : stop.reason();
    var cost = outcome == Outcome.SUCCESS ? purchasePrice : BigDecimal.ZERO;
    int stepCount = events.size();
    events.add(
        new RunEvent.SourceEvent(
            outside.newId(),
            source.moduleId(),
            outcome,
            reason,
            flow.criteria.definition(),
            flowExplanation,
            source.criteria.definition(),
            sourceExplanation,
            definitions(flowCaps),
            definitions(sourceCaps),
            capsReached,
            flow.purchase.pricing().definition(),
            source.purchase.pricing().definition(),
            purchasePrice,
            cost,
            recipientRevenue,
            stepCount,
            disabledSteps,
            Collections.unmodifiableMap(appended),
            start,
            outside.now()));
    return new Ran(leadId, outcome, reason, cost, List.copyOf(events), known);
  }

  private static List<Cap> definitions(List<CompiledCap> caps) {
    return caps.isEmpty() ? List.of() : caps.stream().map(CompiledCap::definition).toList();
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    if (second.isEmpty()) {
      return first;
    }
    var both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
