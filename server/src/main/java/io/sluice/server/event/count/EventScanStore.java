package io.sluice.server.event.count;

import io.sluice.server.event.StoredEvent;
import io.sluice.server.kernel.AccountId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** Events one after the other, for what their counts do not know. */
@Repository
class EventScanStore {

  private final JdbcClient db;
  private final TransactionOperations transactions;

  EventScanStore(JdbcClient db, TransactionOperations transactions) {
    this.db = db;
    this.transactions = transactions;
  }

  /** A chunk must not cost what all that follow it cost: no plan may read them all to sort them. */
  private <T> List<T> inTheOrderOfTheIndex(JdbcClient.MappedQuerySpec<T> query) {
    List<T> found = transactions.execute(_ -> {
      db.sql("SET LOCAL enable_sort = off").update();
      return query.list();
    });
    return found == null ? List.of() : found;
  }

  /**
   * Where a scan stands: events of runs are read lead by lead.
   *
   * @param lead and {@code event}: the last that was read; before the first, a bound below it
   * @param below only leads with a smaller id
   */
  record Place(String lead, String event, String below) {}

  List<RunEventRow> runs(AccountId account, Place from, boolean waits, int limit) {
    return inTheOrderOfTheIndex(db.sql("SELECT " + columns(waits) + " FROM event" + RUNS)
        .param("account", account.value()).param("lead", from.lead()).param("event", from.event())
        .param("below", from.below()).param("second", from.lead().substring(0, 8)).param("limit", limit)
        .query((row, _) -> RunEventRow.read(row, false)));
  }

  List<StoredEvent> wholeRuns(AccountId account, Place from, int limit) {
    return inTheOrderOfTheIndex(db.sql("SELECT * FROM event" + RUNS)
        .param("account", account.value()).param("lead", from.lead()).param("event", from.event())
        .param("below", from.below()).param("second", from.lead().substring(0, 8)).param("limit", limit)
        .query((row, _) -> StoredEvent.read(row)));
  }

  private static String columns(boolean waits) {
    return RunEventRow.COLUMNS + (waits ? RunEventRow.WAIT_MS : RunEventRow.NO_WAIT_MS);
  }

  /** No event is older than its lead, so the months before are passed over. */
  private static final String RUNS = """

       WHERE account_id = :account AND lead_id >= :lead AND lead_id < :below AND (lead_id, id) > (:lead, :event)
         AND id >= :second AND type IN ('source', 'recipient', 'filter')
       ORDER BY lead_id, id
       LIMIT :limit
      """;

  /** Events that came after runs, in the order of their ids. @param above and {@code below}: exclusive bounds */
  List<RunEventRow> later(AccountId account, String above, String below, boolean waits, int limit) {
    return inTheOrderOfTheIndex(db.sql("SELECT " + columns(waits) + ", changed" + LATER)
        .param("account", account.value()).param("above", above).param("below", below).param("limit", limit)
        .query((row, _) -> RunEventRow.read(row, true)));
  }

  List<StoredEvent> wholeLater(AccountId account, String above, String below, int limit) {
    return inTheOrderOfTheIndex(db.sql("SELECT event.*" + LATER)
        .param("account", account.value()).param("above", above).param("below", below).param("limit", limit)
        .query((row, _) -> StoredEvent.read(row)));
  }

  /** Each type and outcome is one descent into one index, which ends in the order of ids. */
  private static final String LATER = """
       FROM event JOIN (
        SELECT found.id AS page_id
          FROM unnest(ARRAY['feedback-received', 'feedback-sent', 'retry']) AS kind (word)
            CROSS JOIN unnest(ARRAY['success', 'failure', 'error', 'skip']) AS ending (word)
            CROSS JOIN LATERAL (
              SELECT id FROM event
               WHERE account_id = :account AND event.type = kind.word AND event.outcome = ending.word
                 AND id > :above AND id < :below
               ORDER BY id
               LIMIT :limit) found
         ORDER BY found.id
         LIMIT :limit) page ON event.account_id = :account AND event.id = page.page_id
       WHERE event.id > :above AND event.id < :below
       ORDER BY event.id
      """;
}
