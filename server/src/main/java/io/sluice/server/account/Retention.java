package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long an account's data is kept, and up to when it was cut. */
public record Retention(AccountId account, int days, Optional<Instant> truncatedAt, Instant openedAt) {

  /** What is older is not kept any more. */
  public Instant oldest(Instant now) {
    return now.minus(Duration.ofDays(days));
  }
}
