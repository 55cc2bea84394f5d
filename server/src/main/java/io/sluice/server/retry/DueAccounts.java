package io.sluice.server.retry;

import io.sluice.server.kernel.AccountId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Accounts that have something due, in turn. Found as it becomes due, whoever's it is, by a look from where the last one
 * ended. What is not seen then, because it was committed late, or overdue when the node came, a slow round of all accounts
 * finds. Neither reads more where more waits.
 *
 * <p>Of the thread that looks for work.
 */
final class DueAccounts {

  /** Longer than it takes a commit to be seen, and than two nodes' clocks are apart. */
  private static final Duration SEEN_AGAIN = Duration.ofSeconds(5);
  private static final int SEEN_AT_ONCE = 2_000;
  private static final int ASKED_AT_ONCE = 10;

  private final RetryStore store;
  private final Set<AccountId> due = new LinkedHashSet<>();
  private Instant seenUntil = Instant.EPOCH;
  /** Whom the round asked last; empty: it begins. */
  private String lastAsked = "";

  DueAccounts(RetryStore store) {
    this.store = store;
  }

  void look(Instant now) {
    List<RetryStore.Waiting> seen = store.becameDue(seenUntil, now, SEEN_AT_ONCE);
    seen.forEach(waiting -> due.add(waiting.account()));
    // Those of one microsecond that a full look parts are left to the round.
    seenUntil = seen.size() == SEEN_AT_ONCE ? seen.getLast().nextAt() : now.minus(SEEN_AGAIN);
    goRound(now);
  }

  private void goRound(Instant now) {
    for (int i = 0; i < ASKED_AT_ONCE; i++) {
      Optional<RetryStore.Waiting> next = store.next(lastAsked);
      lastAsked = next.map(waiting -> waiting.account().value()).orElse("");
      next.filter(waiting -> !waiting.nextAt().isAfter(now)).ifPresent(waiting -> due.add(waiting.account()));
      if (next.isEmpty()) {
        return;
      }
    }
  }

  /** In the order of their turns. */
  List<AccountId> inTurn() {
    return List.copyOf(due);
  }

  /** It has nothing due any more. */
  void done(AccountId account) {
    due.remove(account);
  }

  /** It had its turn, and has more. */
  void again(AccountId account) {
    due.remove(account);
    due.add(account);
  }
}
