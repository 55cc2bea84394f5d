package io.sluice.server.delivery.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.TestDatabase;
import io.sluice.server.database.DatabaseAddress;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** What looking for events costs while a bucket that cannot be reached has left very many. */
class FirehoseStoreTest {

  private static final AccountId ACME = AccountId.of("aaaaaaaaaaaaaaaaaaaaaaaa");
  private static final AccountId INITECH = AccountId.of("bbbbbbbbbbbbbbbbbbbbbbbb");
  private static final FlowId LARGE = FlowId.of("65f1a2b3c4d5e6f708192b01");
  private static final FlowId SMALL = FlowId.of("65f1a2b3c4d5e6f708192b02");
  private static final FlowId THEIRS = FlowId.of("65f1a2b3c4d5e6f708192b03");
  private static final int MANY = 20_000;

  private final DatabaseAddress database = TestDatabase.fresh();
  private Connection connection;
  private JdbcClient db;
  private FirehoseStore store;

  @BeforeEach
  void fill() throws SQLException {
    connection = database.connect();
    db = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    store = new FirehoseStore(db);
    waiting(ACME, LARGE, MANY);
    waiting(ACME, SMALL, 2);
    waiting(INITECH, THEIRS, 2);
    db.sql("ANALYZE firehose_event").update(); // as the database does by itself, a minute later
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  @Test
  void whose_events_wait_is_asked_from_flow_to_flow_and_reads_few_of_them() {
    assertThat(store.all()).hasSize(3).containsEntry(SMALL, ACME).containsEntry(THEIRS, INITECH);
    assertThat(entriesRead()).as("entries read").isLessThan(100);
  }

  @Test
  void a_batch_does_not_read_what_those_before_it_copied() {
    String last = "";
    for (int batch = 1; batch <= 10; batch++) {
      long before = entriesRead();
      List<FirehoseStore.Waiting> some = store.waiting(ACME, LARGE, last, 200);
      assertThat(entriesRead() - before).as("entries read for batch " + batch).isLessThan(500);
      // In one transaction nothing that was deleted can be vacuumed, as while a backup runs.
      store.remove(ACME, LARGE, some.stream().map(FirehoseStore.Waiting::event).toList());
      last = some.getLast().event().value();
    }
  }

  @Test
  void what_waits_for_a_flow_is_forgotten_a_thousand_at_a_time_and_not_read_again_and_again() {
    noteStatements();
    assertThat(store.forget(ACME, LARGE)).isEqualTo(MANY);
    assertThat(entriesRead()).as("entries read").isLessThan(5 * MANY);
    assertThat(db.sql("SELECT max(rows) FROM statement").query(Long.class).single()).isEqualTo(1_000);
    assertThat(store.all()).containsOnlyKeys(SMALL, THEIRS);
  }

  private void noteStatements() {
    db.sql("CREATE TABLE statement (rows bigint)").update();
    db.sql("""
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN INSERT INTO statement SELECT count(*) FROM gone; RETURN NULL; END'
        """).update();
    db.sql("""
        CREATE TRIGGER note AFTER DELETE ON firehose_event REFERENCING OLD TABLE AS gone
          FOR EACH STATEMENT EXECUTE FUNCTION note()
        """).update();
  }

  private void waiting(AccountId account, FlowId flow, int count) {
    db.sql("""
        INSERT INTO firehose_event (account_id, flow_id, event_id, lead_id)
        SELECT :account, :flow, lpad(to_hex(i), 24, '0'), :flow FROM generate_series(1, :count) AS i
        """)
        .param("account", account.value()).param("flow", flow.value()).param("count", count).update();
  }

  private long entriesRead() {
    return db.sql("""
        SELECT sum(pg_stat_get_xact_tuples_returned(oid)) FROM pg_class
         WHERE relname LIKE 'firehose_event%' AND relkind IN ('r', 'i')
        """).query(Long.class).single();
  }
}
