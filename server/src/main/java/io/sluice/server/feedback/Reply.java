package io.sluice.server.feedback;

import io.sluice.server.idempotency.IdempotencyRefusal;
import io.sluice.server.idempotency.KeptAnswer;

/** What whoever gave feedback is told. */
sealed interface Reply permits Heard, Reply.Again, Reply.KeyRefused {

  /** It was handled before, under the same key. */
  record Again(KeptAnswer answer) implements Reply {}

  record KeyRefused(IdempotencyRefusal refusal) implements Reply {}
}
