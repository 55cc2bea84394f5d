package io.sluice.engine.run;

import io.sluice.engine.rule.explain.Explanation;
import io.sluice.engine.run.CompiledStep.CompiledFilter;
import io.sluice.engine.run.CompiledStep.CompiledRecipient;
import io.sluice.engine.template.Vars;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One submission or ping on its way through a flow, in the order of exchange 3.4. */
public final class FlowRun {

  private static final String STEP_ERRORED = "a step before it ended in error";
  private static final String CLOSED = "Submission Timestamp must be within hours of operation";

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
  private int stepEvents;

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

  /** As {@link #submit}, for a lead that flow and source have taken: it is run to its end although they are disabled by now. */
  public static Ran resume(CompiledFlow flow, CompiledSource source, Submission submission, Outside outside) {
    var run = new FlowRun(flow, source, submission, outside);
    return run.run(outside.newId());
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
      var unread = Received.unread(flow, source, submission, leadId, start);
      return ran(leadId, new Stop(Outcome.ERROR, "Flow is disabled"), unread.vars());
    }
    if (!source.isEnabled()) {
      return new Ran(leadId, Outcome.ERROR, "Source is disabled", BigDecimal.ZERO, List.of(), Vars.empty());
    }
    return run(leadId);
  }

  private Ran run(String leadId) {
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
        stepEvents = events.size();
        if (stop == null || stop.outcome() == Outcome.SUCCESS) {
          runDestinations(leadId);
        }
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
      return Pinged.NOT_ENABLED;
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

  private void receive(@Nullable String leadId) {
    var received = Received.of(flow, source, submission, leadId, start);
    vars = received.vars();
    submittedPrice = received.price();
  }

  /** Stages 10 to 12: hours of operation, list checks, criteria. Null when the lead goes on. */
  private @Nullable Stop judge() {
    if (!flow.hours.areOpen(start, submission.account().timeZone())) {
      return new Stop(Outcome.FAILURE, CLOSED);
    }
    vars = flow.listChecks.lookedUp(vars, outside);
    flowExplanation = flow.criteria.rules().refusal(vars);
    if (flowExplanation != null) {
      return refused(flow.criteria, flowExplanation);
    }
    sourceExplanation = source.criteria.rules().refusal(vars);
    return sourceExplanation == null ? null : refused(source.criteria, sourceExplanation);
  }

  private Stop refused(CompiledCriteria criteria, Explanation explanation) {
    return new Stop(criteria.outcome(), criteria.reason().text(vars, String.valueOf(explanation.reason())));
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
              add(RecipientRun.run(recipient, leadId, vars, purchasePrice, outside));
              yield null;
            }
          };
      if (stop != null) {
        return stop;
      }
    }
    return null;
  }

  /** All or none (exchange 5.7). What becomes of them changes nothing for the lead, which is accepted by now. */
  private void runDestinations(String leadId) {
    boolean errored = events.stream().anyMatch(event ->
        event instanceof RunEvent.RecipientEvent step && step.outcome() == StepOutcome.ERROR);
    for (var destination : flow.destinations) {
      add(errored
          ? RecipientRun.skip(destination, leadId, vars, purchasePrice, outside, STEP_ERRORED)
          : RecipientRun.run(destination, leadId, vars, purchasePrice, outside));
    }
  }

  private @Nullable Stop runFilter(CompiledFilter filter) {
    var began = outside.now();
    String eventId = outside.newEventId(filter.definition().id());
    var match = filter.rules().match(vars);
    boolean stops = match != null;
    String reason = stops ? filter.reason().text(vars) : null;
    events.add(
        new RunEvent.FilterEvent(
            eventId,
            filter.definition().id(),
            stops ? FilterOutcome.STOP : FilterOutcome.CONTINUE,
            reason,
            filter.definition().ruleSet(),
            match,
            began,
            outside.now()));
    return stops ? new Stop(filter.outcome(vars), reason) : null;
  }

  /** All later steps know what this one returned; a skipped one leaves what an earlier one said (exchange 3.5). */
  private void add(RunEvent.RecipientEvent event) {
    events.add(event);
    recipientRevenue = recipientRevenue.add(event.revenue());
    if (!event.appended().isEmpty()) {
      appended.put(event.key(), event.appended());
      vars = vars.with(event.key(), event.appended());
    }
  }

  private Ran ran(String leadId, @Nullable Stop stop, Vars known) {
    addCallsMadeBefore();
    var outcome = stop == null ? Outcome.SUCCESS : stop.outcome();
    String reason = stop == null ? null : stop.reason();
    var cost = outcome == Outcome.SUCCESS ? purchasePrice : BigDecimal.ZERO;
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
            CompiledCap.definitions(flowCaps),
            CompiledCap.definitions(sourceCaps),
            capsReached,
            flow.purchase.pricing().definition(),
            source.purchase.pricing().definition(),
            flow.purchase.service(),
            source.purchase.service(),
            purchasePrice,
            cost,
            recipientRevenue,
            stepEvents,
            disabledSteps,
            Collections.unmodifiableMap(appended),
            start,
            outside.now()));
    return new Ran(leadId, outcome, reason, cost, List.copyOf(events), known);
  }

  /** They were made, whatever the flow says by now: a step that was passed over this time did not skip the lead. */
  private void addCallsMadeBefore() {
    var calls = outside.callsMadeBefore();
    for (var call : calls) {
      if (!events.removeIf(event -> event.id().equals(call.id()))) {
        stepEvents++;
      }
      add(call);
    }
    if (!calls.isEmpty()) {
      events.sort(Comparator.comparing(RunEvent::id));
    }
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
