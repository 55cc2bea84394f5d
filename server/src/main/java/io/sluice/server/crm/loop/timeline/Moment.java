package io.sluice.server.crm.loop.timeline;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a lead, as one side may see it.
 *
 * @param account where it happened
 * @param text one sentence, without its full stop
 * @param by the person who did it; absent where it was the program, or is not this side's business
 */
record Moment(
    Instant at, Kind kind, String account, String text, @Nullable String outcome, @Nullable String reason,
    @Nullable String by) {

  enum Kind {
    SUBMISSION, FILTER, DELIVERY, RETRY, END, LEAD, MOVE, NOTE, APPOINTMENT, FEEDBACK;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Moment of(Instant at, Kind kind, String account, String text) {
    return new Moment(at, kind, account, text, null, null, null);
  }
}
