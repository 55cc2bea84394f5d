package io.sluice.server.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.SluiceServer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys are forgotten when they expire. */
class KeyRetentionTest {

  private static final Instant LONG_AGO = Instant.parse("2001-01-01T00:00:00Z");

  private final SluiceServer server = SluiceServer.shared();
  private final JdbcClient db = server.bean(JdbcClient.class);

  @Test
  void all_that_expired_are_forgotten_and_no_others() throws InterruptedException {
    expiring("lead_key", 2_500);
    expiring("request_key", 2_500);
    db.sql("""
        INSERT INTO lead_key (account_id, source_id, key_hash, fingerprint, lead_id, expires_at)
        VALUES ('kept', 's', 'young', 'f', 'l', now() + interval '1 hour'), ('kept', 's', 'running', 'f', 'l', 'infinity')
        """).update();

    server.bean(KeyRetention.class).run();

    assertThat(db.sql("SELECT count(*) FROM request_key WHERE account_id = 'old'").query(Long.class).single()).isZero();
    assertThat(db.sql("SELECT key_hash FROM lead_key WHERE account_id IN ('old', 'kept') ORDER BY key_hash")
        .query(String.class).list()).isEqualTo(List.of("running", "young"));
    db.sql("DELETE FROM lead_key WHERE account_id = 'kept'").update();
  }

  private void expiring(String table, int count) {
    String columns = table.equals("lead_key")
        ? "source_id, fingerprint, lead_id, expires_at" : "fingerprint, claimed_at, leased_until, committed, expires_at";
    String values = table.equals("lead_key") ? "'s', 'f', 'l', at" : "'f', at, at, true, at";
    db.sql("""
        INSERT INTO %s (account_id, key_hash, %s)
        SELECT 'old', i::text, %s FROM (
          SELECT i, CAST(:from AS timestamptz) + i * interval '1 second' AS at FROM generate_series(1, :count) AS i) AS keys
        """.formatted(table, columns, values)).param("from", LONG_AGO.toString()).param("count", count).update();
  }
}
