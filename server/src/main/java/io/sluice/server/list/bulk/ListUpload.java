package io.sluice.server.list.bulk;

import io.sluice.server.kernel.ListId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file of values on its way onto a list, or at its end.
 *
 * @param rowsRead without the header
 * @param accepted values that are on the list now; {@code added} of them were not there before
 * @param rejected rows that hold no value
 * @param problems the first rejected rows
 * @param reason why it failed; null otherwise
 */
record ListUpload(
    String id,
    ListId list,
    State state,
    long rowsRead,
    long accepted,
    long added,
    long rejected,
    List<BadRow> problems,
    @Nullable String reason,
    Instant startedAt,
    Instant updatedAt) {

  static final int MAX_PROBLEMS = 100;

  /** Every portion is noted; one that is silent for so long ended with its node. */
  private static final Duration SILENCE = Duration.ofMinutes(5);

  enum State {
    RUNNING, DONE, FAILED;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State named(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /** @param row the line it begins in, from 1 */
  record BadRow(long row, String problem) {}

  static ListUpload started(String id, ListId list, Instant now) {
    return new ListUpload(id, list, State.RUNNING, 0, 0, 0, 0, List.of(), null, now, now);
  }

  /** As it is known to stand, even if nobody was left to write it down. */
  ListUpload seen(Instant now) {
    return state == State.RUNNING && updatedAt.plus(SILENCE).isBefore(now)
        ? ended(State.FAILED, "the upload broke off", updatedAt)
        : this;
  }

  ListUpload progressed(long rows, long acceptedInAll, long addedInAll, long rejectedInAll, List<BadRow> bad, Instant now) {
    return new ListUpload(id, list, state, rows, acceptedInAll, addedInAll, rejectedInAll, List.copyOf(bad), reason,
        startedAt, now);
  }

  ListUpload ended(State end, @Nullable String why, Instant now) {
    return new ListUpload(id, list, end, rowsRead, accepted, added, rejected, problems, why, startedAt, now);
  }
}
