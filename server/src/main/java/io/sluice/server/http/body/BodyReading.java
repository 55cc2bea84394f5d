package io.sluice.server.http.body;

import org.jspecify.annotations.Nullable;

/** What came of reading a body. */
public sealed interface BodyReading {

  /**
   * @param value a text, a {@link Long}, a {@link Double}, a {@link Boolean}, null, or a modifiable
   *     {@link java.util.List} or insertion-ordered {@link java.util.Map} of these
   */
  record Read(@Nullable Object value) implements BodyReading {}

  /** @param why the reader's sentence, meant for the sender */
  record Unreadable(String why) implements BodyReading {}
}
