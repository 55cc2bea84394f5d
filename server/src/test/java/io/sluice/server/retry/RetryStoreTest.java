package io.sluice.server.retry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.TestDatabase;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.event.journal.NodeId;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What looking for deliveries costs while a recipient that is down has left very many. */
class RetryStoreTest {

  private static final AccountId ACME = AccountId.of("aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final AccountId INITECH = AccountId.of("bbbbbbbbbbbbbbbbbbbbbbbb");
  private static final FlowId LARGE = FlowId.of("65f1a2b3c4d5e6f708192b01");
  private static final FlowId SMALL = FlowId.of("65f1a2b3c4d5e6f708192b02");
  private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
  private static final int MANY = 20_000;

  private final DatabaseAddress database = TestDatabase.fresh();
  private Connection connection;
  private JdbcClient db;
  private RetryStore store;

  @BeforeEach
  void fill() throws SQLException {
    connection = database.connect();
    db = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    store = new RetryStore(db);
    waiting(ACME, LARGE, MANY);
    waiting(ACME, SMALL, 2);
    waiting(INITECH, LARGE, 2);
    db.sql("ANALYZE retry").update(); // as the database does by itself, a minute later
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void whose_deliveries_wait_is_asked_from_account_to_account_and_reads_few_of_them() throws SQLException {
    List<Optional<AccountId>> round = reading(() -> List.of(
        store.next("").map(RetryStore.Waiting::account),
        store.next(ACME.value()).map(RetryStore.Waiting::account),
        store.next(INITECH.value()).map(RetryStore.Waiting::account)));
    assertThat(round).containsExactly(Optional.of(ACME), Optional.of(INITECH), Optional.empty());
  }

  @Test
  void what_became_due_is_found_without_reading_what_waits_or_was_due_before() throws SQLException {
    assertThat(reading(() -> store.becameDue(NOW.minusMillis(10), NOW.minusMillis(5), 1_000))).hasSize(5);
    assertThat(reading(() -> store.becameDue(Instant.EPOCH, NOW, 50))).as("never more than it is told").hasSize(50);
  }

  @Test
  void what_an_account_has_due_is_claimed_without_reading_what_others_have() throws SQLException {
    assertThat(reading(() -> store.claim(INITECH, new NodeId("node"), NOW, 8))).hasSize(2);
  }

  @Test
  void what_waits_of_a_flow_is_listed_without_reading_what_waits_of_others() throws SQLException {
    assertThat(reading(() -> store.list(ACME, "", SMALL, 100))).hasSize(2);
  }

  private void waiting(AccountId account, FlowId flow, int count) {
    db.sql("""
        INSERT INTO retry (account_id, event_id, lead_id, flow_id, step_id, module_id, idempotency_key, attempts, next_at,
                           data, key_id, created_at)
        SELECT :account, left(:flow, 4) || lpad(to_hex(i + :base), 20, '0'), :flow, :flow, 's', 'm', 'k', 0,
               CAST(:now AS timestamptz) - i * interval '1 millisecond', '', 'k', CAST(:now AS timestamptz)
          FROM generate_series(1, :count) AS i
        """)
        .param("account", account.value()).param("flow", flow.value()).param("base", flow.equals(SMALL) ? MANY : 0)
        .param("now", NOW.toString()).param("count", count).update();
  }

  private interface Work<T> {
    T done();
  }

  private <T> T reading(Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    long before = entriesRead();
    T result = work.done();
    assertThat(entriesRead() - before).as("entries read").isLessThan(100);
    connection.rollback();
    return result;
  }

  private long entriesRead() {
    return db.sql("""
        SELECT sum(pg_stat_get_xact_tuples_returned(oid)) FROM pg_class
         WHERE relname LIKE 'retry%' AND relkind IN ('r', 'i')
        """).query(Long.class).single();
  }
}
