package io.sluice.server.idempotency;

import java.time.Duration;
import java.time.Instant;

/** Keys with their answers, wherever they are kept: of routes here, of leads with the leads. */
public interface ExpiringKeys {

  /** From the answer on. */
  Duration KEPT = Duration.ofHours(24);

  /** Forgets so many of those that expired, the oldest first. @return how many there were */
  int forgetExpired(Instant now, int atMost);
}
