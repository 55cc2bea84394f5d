package io.sluice.server.job;

import java.time.Duration;

/** What came of one attempt. */
public sealed interface JobResult {

  /** Nothing is left to do; the job is forgotten. */
  record Done() implements JobResult {}

  /** Not now: again after the handler's {@link Backoff}, but not before {@code after}. */
  record Retry(Duration after, String reason) implements JobResult {}

  /** Trying again would not help; the job is kept as dead with its reason. */
  record GiveUp(String reason) implements JobResult {}

  static JobResult done() {
    return new Done();
  }

  static JobResult retry(String reason) {
    return new Retry(Duration.ZERO, reason);
  }

  static JobResult giveUp(String reason) {
    return new GiveUp(reason);
  }
}
