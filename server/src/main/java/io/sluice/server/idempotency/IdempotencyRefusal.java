package io.sluice.server.idempotency;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;

/** Every way a key says no. */
public sealed interface IdempotencyRefusal extends Refusal {

  record Malformed() implements IdempotencyRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "idempotency_key_invalid",
          "Idempotency-Key must be one header with 1 to " + IdempotencyKey.MAX_CHARS + " printable ASCII characters");
    }
  }

  /** The same key with another method, address, type or body. */
  record Reused() implements IdempotencyRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "idempotency_key_reused",
          "this Idempotency-Key was used for a different request: send the same one again, or use a new key");
    }
  }

  record InUse() implements IdempotencyRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "idempotency_key_in_use",
          "the first request with this Idempotency-Key is still being handled: ask again in a moment").after(1);
    }
  }

  /** It took effect, at least in part, and its answer went down with its server. */
  record Interrupted() implements IdempotencyRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "idempotency_key_interrupted",
          "the first request with this Idempotency-Key was carried out but its answer is lost: look what it did");
    }
  }
}
