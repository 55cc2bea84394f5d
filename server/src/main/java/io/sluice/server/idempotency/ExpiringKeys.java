package io.sluice.server.idempotency;

import java.time.Duration;

/** Keys with their answers, wherever they are kept: of routes here, of leads with the leads. */
public interface ExpiringKeys {

  /** From the answer on. */
  Duration KEPT = Duration.ofHours(24);

  /** Where they are, each with an indexed {@code expires_at}. */
  String table();
}
