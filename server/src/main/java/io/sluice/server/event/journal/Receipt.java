package io.sluice.server.event.journal;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A lead that is on its way to others.
 *
 * @param account whose flow it is
 * @param lives how many lives of the program have worked on it, this one included
 * @param hops how many buyer steps lie behind it (exchange 4.10)
 * @param soldBy the seller's recipient event that brought it here; null for a lead that came over HTTP
 * @param submission the request as it came in, in the words of whoever runs it
 * @param keyHash of the {@link LeadKey} the lead has; null when it has none
 * @param found what was found out about the lead before its first call, in the words of whoever runs it; null when
 *     nobody was asked
 */
public record Receipt(
    AccountId account,
    LeadId lead,
    FlowId flow,
    EntityId source,
    NodeId node,
    int lives,
    int hops,
    @Nullable EventId soldBy,
    Instant receivedAt,
    byte[] submission,
    @Nullable String keyHash,
    @Nullable String found) {

  /** Never prints the submission: it is personal data. */
  @Override
  public String toString() {
    return "Receipt[" + lead + " of " + account + "]";
  }
}
