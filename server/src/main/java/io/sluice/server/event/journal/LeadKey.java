package io.sluice.server.event.journal;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What makes a submission known when it comes again. At most one lead has it.
 *
 * @param account who owns the flow
 * @param hash of the sender's key, or of all that was sent
 * @param fingerprint differs where the request differs
 * @param expiresAt null: not before the lead has ended
 * @param answer sealed; null until the lead has ended
 */
public record LeadKey(
    AccountId account,
    EntityId source,
    String hash,
    String fingerprint,
    @Nullable Instant expiresAt,
    byte @Nullable [] answer) {

  /** @param until null: as long as was said when the lead came */
  public LeadKey answered(byte[] sealed, @Nullable Instant until) {
    return new LeadKey(account, source, hash, fingerprint, until == null ? expiresAt : until, sealed);
  }
}
