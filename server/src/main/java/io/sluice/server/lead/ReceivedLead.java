package io.sluice.server.lead;

import io.sluice.engine.run.CompiledSource;
import io.sluice.server.event.journal.LeadKey;
import io.sluice.server.event.journal.NodeId;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.flow.OpenFlow;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.LeadId;
import io.sluice.server.lead.inbound.RawSubmission;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A lead as it came.
 *
 * @param hops how many buyer steps lie behind it (exchange 4.10)
 * @param soldBy the seller's recipient event that brought it here; null for a lead that came over HTTP
 * @param claim what it is known by when it comes again; null when it came without a key
 */
record ReceivedLead(
    OpenFlow flow,
    EntityId source,
    Instant at,
    int hops,
    @Nullable EventId soldBy,
    Supplier<byte[]> submission,
    @Nullable LeadClaim claim) {

  /** @param sale empty: the lead came over HTTP */
  static ReceivedLead of(OpenFlow flow, CompiledSource source, RawSubmission request, Optional<Sale> sale,
      Optional<LeadClaim> claim) {
    return new ReceivedLead(flow, EntityId.of(source.entityId()), request.receivedAt(),
        sale.map(Sale::hops).orElse(0), sale.map(Sale::by).orElse(null), () -> SubmissionBytes.of(request),
        claim.orElse(null));
  }

  /** One that is on its way already. */
  static ReceivedLead of(OpenFlow flow, Receipt receipt, Optional<LeadClaim> claim) {
    return new ReceivedLead(flow, receipt.source(), receipt.receivedAt(), receipt.hops(), receipt.soldBy(),
        receipt::submission, claim.orElse(null));
  }

  @Nullable LeadKey key() {
    return claim == null ? null : claim.key();
  }

  /** By which its first life puts it on its way. */
  Receipt receipt(LeadId lead, NodeId node, Found found) {
    LeadKey key = key();
    return new Receipt(flow.account(), lead, flow.id(), source, node, 1, hops, soldBy, at, submission.get(),
        key == null ? null : key.hash(), found.text());
  }
}
