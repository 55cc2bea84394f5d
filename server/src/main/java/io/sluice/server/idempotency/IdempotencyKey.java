package io.sluice.server.idempotency;

import io.sluice.server.kernel.Result;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A client's name for one request: printable ASCII, taken as it stands, quotes included. */
public record IdempotencyKey(String value) {

  public static final String HEADER = "Idempotency-Key";
  static final int MAX_CHARS = 255;

  public IdempotencyKey {
    if (!isOne(value)) {
      throw new IllegalArgumentException("not an idempotency key");
    }
  }

  /** Empty when the request names none. */
  public static Result<Optional<IdempotencyKey>, IdempotencyRefusal> of(HttpServletRequest request) {
    List<String> given = Collections.list(request.getHeaders(HEADER));
    if (given.isEmpty()) {
      return Result.done(Optional.empty());
    }
    return given.size() == 1 && isOne(given.getFirst())
        ? Result.done(Optional.of(new IdempotencyKey(given.getFirst())))
        : Result.refused(new IdempotencyRefusal.Malformed());
  }

  private static boolean isOne(String text) {
    return !text.isBlank() && text.length() <= MAX_CHARS && text.chars().allMatch(c -> c >= ' ' && c < 127);
  }
}
