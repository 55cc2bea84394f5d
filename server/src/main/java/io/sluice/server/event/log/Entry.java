package io.sluice.server.event.log;

import io.sluice.server.event.journal.Attempt;
import io.sluice.server.event.journal.LeadKey;
import io.sluice.server.event.journal.Receipt;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is written whole or not at all. */
public sealed interface Entry {

  /** The first call of a lead is about to be made. @param key the lead claims it; null when it came without one */
  record Opened(Receipt receipt, Attempt first, @Nullable LeadKey key) implements Entry {}

  /** Another one is. */
  record Continued(AccountId account, LeadId lead, @Nullable Attempt answered, Attempt next) implements Entry {}

  /**
   * The lead's end.
   *
   * @param receipt what the journal keeps of it until now; null for a lead that called nobody
   * @param key with the answer; claimed with the receipt, or here where there is none
   */
  record Ended(LeadRow lead, List<EventRow> events, @Nullable Receipt receipt, @Nullable LeadKey key)
      implements Entry {

    /** Of a lead that came without a key. */
    public Ended(LeadRow lead, List<EventRow> events, @Nullable Receipt receipt) {
      this(lead, events, receipt, null);
    }
  }

  /** A ping was answered. It leaves no event and is counted instead (exchange 3.7). */
  record Pinged(AccountId account, FlowId flow, EntityId source, Instant at, boolean bid) implements Entry {}

  /** More events of a lead that ended before: feedback, retries. */
  record Added(List<EventRow> events) implements Entry {}
}
