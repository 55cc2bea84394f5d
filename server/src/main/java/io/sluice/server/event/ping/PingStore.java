package io.sluice.server.event.ping;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.SqlTime;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads {@code ping_count}; it is written by the event log. */
@Repository
class PingStore {

  private final JdbcClient db;

  PingStore(JdbcClient db) {
    this.db = db;
  }

  List<PingCount> between(AccountId account, Instant from, Instant to) {
    return db.sql("""
        SELECT started_at, flow_id, source_id, sum(submitted) AS submitted, sum(success) AS success
          FROM ping_count
         WHERE account_id = :account AND started_at > CAST(:from AS timestamptz) - interval '15 minutes'
           AND started_at < :to
         GROUP BY started_at, flow_id, source_id
         ORDER BY started_at, flow_id, source_id
        """)
        .param("account", account.value())
        .param("from", SqlTime.of(from))
        .param("to", SqlTime.of(to))
        .query((row, _) -> new PingCount(SqlTime.read(row, "started_at"), FlowId.of(row.getString("flow_id")),
            EntityId.of(row.getString("source_id")), row.getLong("submitted"), row.getLong("success")))
        .list();
  }
}
