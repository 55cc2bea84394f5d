package io.sluice.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.SluiceServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What clean-ups by age cost where very much is old, while a backup runs. */
class AgedRowsTest {

  private static final int MANY = 20_000;

  private final SluiceServer server = SluiceServer.shared();
  private final JdbcClient db = server.bean(JdbcClient.class);

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
      io.sluice.server.job.JobRetention | job         | kind, key, payload, run_at, created_at, dead_at                | 'old', i::text, '', at, at, at
      io.sluice.server.mail.MailRetention | mail        | id, kind, message_id, recipient, subject, created_at, sent_at  | gen_random_uuid(), 'old', i::text, 'a', 's', at, at
      io.sluice.server.lead.cap.CapCounterRetention | cap_counter | account_id, cap_id, flow_id, started_at, expires_at, maximum, taken, failed_count, released_count, updated_at | 'old', 'c', 'f', at, at, 1, 1, 0, 0, at
      io.sluice.server.idempotency.KeyRetention | lead_key    | account_id, source_id, key_hash, fingerprint, lead_id, expires_at | 'old', 's', i::text, 'f', 'l', at
      io.sluice.server.idempotency.KeyRetention | request_key | account_id, key_hash, fingerprint, claimed_at, leased_until, committed, expires_at | 'old', i::text, 'f', at, at, true, at
      """)
  void what_is_old_is_forgotten_without_reading_it_again_and_again(
      Class<? extends Upkeep> cleanUp, String table, String columns, String values) {
    server.bean(TransactionOperations.class).executeWithoutResult(running -> {
      db.sql("""
          INSERT INTO %s (%s) SELECT %s FROM (
            SELECT i, timestamptz '2001-01-01 00:00:00+00' + i * interval '1 second' AS at FROM generate_series(1, :count) AS i)
          """.formatted(table, columns, values)).param("count", MANY).update();
      db.sql("ANALYZE " + table).update(); // as the database does by itself, a minute later
      long rows = count(table);
      long read = entriesRead(table);
      // In one transaction nothing that was deleted can be vacuumed, as while a backup runs.
      run(server.bean(cleanUp));
      assertThat(rows - count(table)).as("forgotten").isGreaterThanOrEqualTo(MANY);
      assertThat(entriesRead(table) - read).as("entries read").isLessThan(5 * MANY);
      running.setRollbackOnly();
    });
  }

  private static void run(Upkeep cleanUp) {
    try {
      cleanUp.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(String table) {
    return db.sql("SELECT count(*) FROM " + table).query(Long.class).single();
  }

  private long entriesRead(String table) {
    return db.sql("""
        SELECT sum(pg_stat_get_xact_tuples_returned(oid)) FROM pg_class
         WHERE starts_with(relname, :table) AND relkind IN ('r', 'i')
        """).param("table", table).query(Long.class).single();
  }
}
