package io.sluice.server.flow.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** What leads brought is forgotten when its time is over, piece by piece. */
class RetentionTest {

  private final SluiceServer server = SluiceServer.shared();
  private final JdbcClient db = server.bean(JdbcClient.class);
  private final Party acme = server.open("Acme");

  @Test
  void counts_go_after_four_hundred_days_a_flows_at_a_time() {
    server.bean(TransactionOperations.class).executeWithoutResult(running -> {
      db.sql("""
          INSERT INTO field_usage (account_id, flow_id, day, tally_id, counts)
          SELECT :acme, lpad(to_hex(flow), 24, '0'), (now() AT TIME ZONE 'UTC')::date - age, tally::text, '{}'
            FROM generate_series(1, 20) AS flow, generate_series(1, 100) AS tally, unnest(ARRAY[0, 401, 402]) AS age
          """).param("acme", acme.accountId()).update();
      noteStatements("DELETE", "field_usage");
      run();
      assertThat(db.sql("""
          SELECT (now() AT TIME ZONE 'UTC')::date - day AS age, count(*) FROM field_usage WHERE account_id = :acme
           GROUP BY age ORDER BY age
          """).param("acme", acme.accountId())
          .query((row, _) -> row.getInt("age") + " days: " + row.getInt("count")).list())
          .containsExactly("0 days: 2000", "401 days: 2000");
      assertThat(largestStatement()).isEqualTo(100);
      running.setRollbackOnly();
    });
  }

  @Test
  void examples_go_after_the_accounts_retention_a_thousand_at_a_time() {
    acme.put("/account", "{\"data_retention_in_days\":30}").is(200);
    server.bean(TransactionOperations.class).executeWithoutResult(running -> {
      db.sql("""
          INSERT INTO flow_var (account_id, name, flow_id, type, examples, first_used_at, last_used_at)
          SELECT :acme, 'lead.n' || name, 'f' || flow, 'string', '["x"]', now() - interval '100 days', now() - age
            FROM generate_series(1, 500) AS name, generate_series(1, 5) AS flow,
                 unnest(ARRAY[CASE WHEN flow = 1 THEN interval '29 days' ELSE interval '31 days' END]) AS age
          """).param("acme", acme.accountId()).update();
      noteStatements("UPDATE", "flow_var");
      run();
      assertThat(db.sql("SELECT DISTINCT flow_id FROM flow_var WHERE account_id = :acme AND examples <> '[]'")
          .param("acme", acme.accountId()).query(String.class).list()).containsExactly("f1");
      assertThat(db.sql("SELECT count(*) FROM flow_var WHERE account_id = :acme")
          .param("acme", acme.accountId()).query(Long.class).single()).isEqualTo(2_500);
      assertThat(largestStatement()).isBetween(1L, 1_000L);
      running.setRollbackOnly();
    });
  }

  private void run() {
    try {
      server.bean(Retention.class).run();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void noteStatements(String kind, String table) {
    db.sql("CREATE TEMPORARY TABLE statement (rows bigint) ON COMMIT DROP").update();
    db.sql("""
        CREATE FUNCTION pg_temp.note() RETURNS trigger LANGUAGE plpgsql AS
          'BEGIN INSERT INTO pg_temp.statement SELECT count(*) FROM gone; RETURN NULL; END'
        """).update();
    db.sql("""
        CREATE TRIGGER note AFTER %s ON %s REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.note()
        """.formatted(kind, table)).update();
  }

  private long largestStatement() {
    return db.sql("SELECT max(rows) FROM pg_temp.statement").query(Long.class).single();
  }
}
