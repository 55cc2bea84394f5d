package io.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A route whose bodies may be larger than others', because it reads them piece by piece. The same request may be sent to it
 * again to the same end, so an {@code Idempotency-Key} is not looked at; unless {@link #isHeldWhole}. How many are read at once
 * is its own matter: they are not among the {@link BodiesInHand}.
 */
public interface LargerBody {

  /** Asked before it is known which route a request is for, so by method and path. */
  boolean isOf(HttpServletRequest request);

  BodyLimit limit();

  /** Whether bodies are read whole all the same, as any other route's are, and keys count for them. */
  default boolean isHeldWhole() {
    return false;
  }
}
