package io.sluice.server.event;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ObjectIds;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class StepTimeStore {

  private final JdbcClient db;

  StepTimeStore(JdbcClient db) {
    this.db = db;
  }

  /** Outcome by outcome, because that is how the index has them; a skipped step has not waited for anybody. */
  Map<String, Long> medianMs(AccountId account, Instant since, int limit) {
    Map<String, Long> medians = new HashMap<>();
    db.sql("""
        SELECT module_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY took) AS median
          FROM (SELECT newest.module_id, extract(epoch FROM newest.ended_at - newest.started_at) * 1000 AS took
                  FROM unnest(ARRAY['success', 'failure', 'error']) AS known (outcome)
                 CROSS JOIN LATERAL (
                   SELECT id, module_id, started_at, ended_at FROM event
                    WHERE account_id = :account AND type = 'recipient' AND event.outcome = known.outcome AND id > :since
                    ORDER BY id DESC LIMIT :limit) AS newest
                 ORDER BY newest.id DESC LIMIT :limit) AS step
         WHERE module_id IS NOT NULL
         GROUP BY module_id
        """)
        .param("account", account.value())
        .param("since", ObjectIds.firstAt(since))
        .param("limit", limit)
        .query(row -> {
          medians.put(row.getString("module_id"), Math.round(row.getDouble("median")));
        });
    return medians;
  }
}
