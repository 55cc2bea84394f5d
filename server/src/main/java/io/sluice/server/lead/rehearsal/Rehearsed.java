package io.sluice.server.lead.rehearsal;

import io.sluice.engine.run.Pinged;
import io.sluice.engine.run.Ran;
import io.sluice.server.lead.inbound.InboundModule.Written;
import io.sluice.server.lead.inbound.TransportRefusal;

/** What would have become of a request, and what its sender would have been told. */
public sealed interface Rehearsed {

  record OfLead(Ran ran, Written answer) implements Rehearsed {}

  record OfPing(Pinged pinged, Written answer) implements Rehearsed {}

  /** It is no submission (exchange 3.2). */
  record Refused(TransportRefusal refusal) implements Rehearsed {}
}
