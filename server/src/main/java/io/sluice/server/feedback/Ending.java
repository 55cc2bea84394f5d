package io.sluice.server.feedback;

import io.sluice.engine.run.CompiledFeedback;
import io.sluice.engine.run.StepAnswer;
import io.sluice.engine.run.StepOutcome;
import io.sluice.server.event.row.HttpExchange;
import io.sluice.server.kernel.EventId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How feedback ended at one account.
 *
 * @param sent null when the source does not ask to be told
 */
record Ending(Received received, @Nullable Sent sent) {

  private static final String SUCCESS = "success";

  /** @param step as it takes feedback; null where it does not any more */
  record Received(@Nullable CompiledFeedback step, String outcome, @Nullable String reason) {

    static Received success(CompiledFeedback step) {
      return new Received(step, SUCCESS, null);
    }

    static Received failure(CompiledFeedback step, String reason) {
      return new Received(step, "failure", reason);
    }

    /** What the source made of it is what becomes of it (exchange 13); what it was not told is up to the step alone. */
    static Received as(@Nullable CompiledFeedback step, Sent sent) {
      return sent.outcome() == StepOutcome.SKIP
          ? new Received(step, SUCCESS, null)
          : new Received(step, sent.outcome().word(), sent.reason());
    }

    boolean isSuccess() {
      return outcome.equals(SUCCESS);
    }
  }

  /** @param source as it is told of feedback; null where it is not any more */
  record Sent(
      EventId id,
      @Nullable CompiledFeedback source,
      StepOutcome outcome,
      @Nullable String reason,
      Instant start,
      Instant end,
      @Nullable HttpExchange exchange) {

    static Sent of(EventId id, CompiledFeedback source, StepAnswer answer, Instant start, Instant end) {
      HttpExchange last = answer.transactions().isEmpty() ? null : (HttpExchange) answer.transactions().getLast();
      return new Sent(id, source, answer.outcome(), answer.reason(), start, end, last);
    }

    static Sent skipped(EventId id, CompiledFeedback source, String reason, Instant now) {
      return new Sent(id, source, StepOutcome.SKIP, reason, now, now, null);
    }

    static Sent error(EventId id, @Nullable CompiledFeedback source, String reason, Instant start, Instant end) {
      return new Sent(id, source, StepOutcome.ERROR, reason, start, end, null);
    }
  }
}
