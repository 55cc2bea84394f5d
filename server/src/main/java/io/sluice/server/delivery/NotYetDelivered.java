package io.sluice.server.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A delivery within this program did not get through to its recipient because the database is away: nothing of it is told,
 * and whoever has it in hand makes it again under its key. Only for modules that are {@link Integration#isRepeatable}.
 */
public final class NotYetDelivered extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public NotYetDelivered(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
