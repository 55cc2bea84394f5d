package io.sluice.server.event.count;

import io.sluice.server.event.StoredEvent;
import io.sluice.server.kernel.AccountId;
import java.util.Collection;
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

  /** Events that came after runs, by their ids. */
  List<RunEventRow> later(AccountId account, Collection<String> ids, boolean waits) {
    return db.sql("SELECT " + columns(waits) + ", changed FROM event" + BY_IDS)
        .param("account", account.value()).param("ids", ids.toArray(String[]::new))
        .query((row, _) -> RunEventRow.read(row, true)).list();
  }

  List<StoredEvent> wholeLater(AccountId account, Collection<String> ids) {
    return db.sql("SELECT * FROM event" + BY_IDS)
        .param("account", account.value()).param("ids", ids.toArray(String[]::new))
        .query((row, _) -> StoredEvent.read(row)).list();
  }

  private static final String BY_IDS = " WHERE account_id = :account AND id = ANY (:ids) ORDER BY id";
}
