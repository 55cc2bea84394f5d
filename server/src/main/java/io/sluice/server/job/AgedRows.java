package io.sluice.server.job;

import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.Optional;

/** Forgets rows of all accounts by their age, a few at a time: nobody waits for it, and what is cut short is done so far. */
public final class AgedRows {

  static final int AT_ONCE = 1_000;

  private final AgedRowsStore store;

  AgedRows(AgedRowsStore store) {
    this.store = store;
  }

  /**
   * Which rows, in the words of SQL.
   *
   * @param since a moment of theirs that an index leads with, and that few rows have in common
   * @param only those that may go
   */
  public record Kind(String table, String since, String only) {

    public Kind(String table, String since) {
      this(table, since, "true");
    }
  }

  /**
   * Answers how many were forgotten.
   *
   * @throws InterruptedException when the run's time is over or the node stops
   */
  @WithoutAccount("what is old is forgotten for every account")
  public int forget(Kind kind, Instant before) throws InterruptedException {
    int forgotten = 0;
    Optional<AgedRowsStore.Portion> portion = store.forget(kind, Instant.EPOCH, before, AT_ONCE);
    while (portion.isPresent()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      forgotten += portion.get().rows();
      portion = store.forget(kind, portion.get().until(), before, AT_ONCE);
    }
    return forgotten;
  }
}
