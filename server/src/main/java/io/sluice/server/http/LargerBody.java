package io.sluice.server.http;

import jakarta.servlet.http.HttpServletRequest;

/**
 * A route whose bodies may be larger than others', because it reads them piece by piece. The same request may be sent to it
 * again to the same end, so an {@code Idempotency-Key} is not looked at.
 */
public interface LargerBody {

  /** Asked before it is known which route a request is for, so by method and path. */
  boolean isOf(HttpServletRequest request);

  BodyLimit limit();
}
