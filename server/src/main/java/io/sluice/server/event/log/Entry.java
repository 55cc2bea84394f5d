package io.sluice.server.event.log;

import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.LeadKey;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.event.row.EventRow;
import io.sluice.server.event.row.LeadRow;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is written whole or not at all. */
public sealed interface Entry {

  /** The lead on its way that it is about; empty when it is about none. */
  default Optional<LeadId> onItsWay() {
    return switch (this) {
      case Opened(Receipt receipt, _, _) -> Optional.of(receipt.lead());
      case Continued(Receipt receipt, _, _) -> Optional.of(receipt.lead());
      case Ended(LeadRow lead, _, _, _, _, _) -> Optional.of(lead.id());
      case Pinged _, FedBack _, Retried _ -> Optional.empty();
    };
  }

  /** The first call of a lead is about to be made. @param key the lead claims it; null when it came without one */
  record Opened(Receipt receipt, Attempt first, @Nullable LeadKey key) implements Entry {}

  /** Another one is. */
  record Continued(Receipt receipt, @Nullable Attempt answered, Attempt next) implements Entry {}

  /**
   * The lead's end.
   *
   * @param receipt what the journal keeps of it until now; null for a lead that called nobody
   * @param key with the answer; claimed with the receipt, or here where there is none
   * @param retries deliveries that go on behind it
   * @param kept its slots below caps that stay counted; a lead that is in no journal must have them still
   */
  record Ended(LeadRow lead, List<EventRow> events, @Nullable Receipt receipt, @Nullable LeadKey key,
      List<RetryRow> retries, List<KeptSlot> kept) implements Entry {

    /** Of a lead below no cap that came without a key and leaves nothing to do. */
    public Ended(LeadRow lead, List<EventRow> events, @Nullable Receipt receipt) {
      this(lead, events, receipt, null);
    }

    /** Of a lead below no cap that leaves nothing to do. */
    public Ended(LeadRow lead, List<EventRow> events, @Nullable Receipt receipt, @Nullable LeadKey key) {
      this(lead, events, receipt, key, List.of(), List.of());
    }
  }

  /** Of a lead that succeeded, below a cap of its flow. @param node the life of the program that holds it */
  record KeptSlot(String capId, String node) {}

  /** A ping was answered. It leaves no event and is counted instead (exchange 3.7). */
  record Pinged(AccountId account, FlowId flow, EntityId source, Instant at, boolean bid) implements Entry {}

  /**
   * Feedback came to its end.
   *
   * @param open what is kept of it until now; null for feedback that was told to nobody
   */
  record FedBack(List<EventRow> events, List<Refund> refunds, @Nullable Held open) implements Entry {}

  /**
   * A delivery was tried again.
   *
   * @param again null when that was the last time
   */
  record Retried(EventRow event, Held retry, @Nullable Again again) implements Entry {}

  /** When to try the next time, and why this time was not the last. */
  record Again(Instant at, @Nullable String reason) {}
}
