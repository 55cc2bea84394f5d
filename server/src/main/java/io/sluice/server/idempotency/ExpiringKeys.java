package io.sluice.server.idempotency;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Keys with their answers, wherever they are kept: of routes here, of leads with the leads. */
public interface ExpiringKeys {

  /** From the answer on. */
  Duration KEPT = Duration.ofHours(24);

  /**
   * Forgets so many of those that expired, the oldest first.
   *
   * @param after when the last one expired that was forgotten: whoever begins at the beginning reads all of those again until
   *     they are vacuumed, which they are not while a backup runs
   * @return when the last of these expired; empty: there were none
   */
  Optional<Instant> forgetExpired(Instant after, Instant now, int atMost);
}
