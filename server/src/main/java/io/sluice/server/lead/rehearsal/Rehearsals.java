package io.sluice.server.lead.rehearsal;

import io.sluice.engine.run.CompiledSource;
import io.sluice.engine.run.FlowRun;
import io.sluice.engine.run.Outside;
import io.sluice.engine.run.Pinged;
import io.sluice.engine.run.Ran;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.lead.inbound.Inbound;
import io.sluice.server.lead.inbound.InboundModules;
import io.sluice.server.lead.inbound.InboundReading;
import io.sluice.server.lead.inbound.RawSubmission;
import io.sluice.server.lead.inbound.RawSubmission.Kind;
import io.sluice.server.lead.inbound.TransportRefusal;
import org.springframework.stereotype.Component;

/** Does with a request what the hot path does, by the same reading, run and answers, in another world. */
@Component
public class Rehearsals {

  private final InboundModules modules;

  Rehearsals(InboundModules modules) {
    this.modules = modules;
  }

  public Rehearsed rehearse(OpenFlow flow, CompiledSource source, RawSubmission request, Outside world) {
    return switch (Inbound.read(request)) {
      case TransportRefusal refusal -> new Rehearsed.Refused(refusal);
      case InboundReading.Submitted submitted -> rehearse(flow, source, request, submitted, world);
    };
  }

  /** @param submitted what was read in the request, or is to be taken for that */
  public Rehearsed rehearse(OpenFlow flow, CompiledSource source, RawSubmission request,
      InboundReading.Submitted submitted, Outside world) {
    var submission = submitted.submission(flow.owner(), request.address());
    if (request.kind() == Kind.PING) {
      Pinged pinged = flow.leadPingEnabled() && modules.of(source).pingable()
          ? FlowRun.ping(flow.flow(), source, submission, world) : Pinged.NOT_ENABLED;
      return new Rehearsed.OfPing(pinged, modules.answer(source, request, pinged));
    }
    Ran ran = FlowRun.submit(flow.flow(), source, submission, world);
    return new Rehearsed.OfLead(ran, modules.answer(source, request, submitted, ran));
  }
}
