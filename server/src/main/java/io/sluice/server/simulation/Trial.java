package io.sluice.server.simulation;

import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.run.Ran;
import io.sluice.engine.run.RunEvent;
import io.sluice.engine.run.RunEvent.FilterEvent;
import io.sluice.engine.run.RunEvent.RecipientEvent;
import io.sluice.engine.run.RunEvent.SourceEvent;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.lead.cap.CapRehearsal;
import io.sluice.server.lead.inbound.InboundReading;
import io.sluice.server.lead.inbound.TransportRefusal;
import io.sluice.server.lead.rehearsal.Rehearsals;
import io.sluice.server.lead.rehearsal.Rehearsed;
import io.sluice.server.lead.rehearsal.RehearsedWorld;
import io.sluice.server.simulation.Simulated.Result;
import io.sluice.server.simulation.Simulated.StepResult;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One form of a flow on trial. Caps begin empty and are filled by the leads that are tried, one after the other. */
final class Trial {

  static final String REFUSED = "refused";

  private final Rehearsals rehearsals;
  private final OpenFlow flow;
  private final Script script;
  private final CapRehearsal caps = new CapRehearsal();

  Trial(Rehearsals rehearsals, OpenFlow flow, Script script) {
    this.rehearsals = rehearsals;
    this.flow = flow;
    this.script = script;
  }

  Result of(GivenLead lead) {
    CompiledSource source = flow.source(lead.source()).orElse(null);
    if (source == null) {
      return ended("error", "The source is not in this flow");
    }
    return switch (lead.read()) {
      case TransportRefusal refusal -> ended(REFUSED, refusal.status() + " " + refusal.text());
      case InboundReading.Submitted submitted -> {
        var world = new RehearsedWorld(lead.request().receivedAt(), flow.owner().timeZone(), caps,
            call -> script.answer(call, lead), lead.listed());
        yield switch (rehearsals.rehearse(flow, source, lead.request(), submitted, world)) {
          case Rehearsed.OfLead(Ran ran, _) -> result(ran);
          case Rehearsed.OfPing _, Rehearsed.Refused _ ->
              throw new IllegalStateException("what was read, and is no ping, is a lead");
        };
      }
    };
  }

  private static Result ended(String outcome, String reason) {
    return new Result(outcome, reason, BigDecimal.ZERO, BigDecimal.ZERO, List.of());
  }

  private static Result result(Ran ran) {
    List<StepResult> steps = new ArrayList<>();
    BigDecimal revenue = BigDecimal.ZERO;
    for (RunEvent event : ran.events()) {
      switch (event) {
        case FilterEvent filter -> steps.add(step(filter.stepId(), filter, null));
        case RecipientEvent recipient -> steps.add(step(recipient.stepId(), recipient, recipient.revenue()));
        case SourceEvent source -> revenue = source.recipientRevenue();
      }
    }
    return new Result(ran.outcome().word(), ran.reason(), ran.price(), revenue, steps);
  }

  private static StepResult step(@Nullable String id, RunEvent event, @Nullable BigDecimal revenue) {
    return new StepResult(id, event.type(), event.outcomeWord(), event.reason(), revenue);
  }
}
