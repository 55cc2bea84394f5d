package io.sluice.server.event;

import io.sluice.server.kernel.AccountId;
import java.util.Collection;
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

  Map<String, Long> medianMs(AccountId account, Collection<String> events) {
    Map<String, Long> medians = new HashMap<>();
    db.sql("""
        SELECT module_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM ended_at - started_at) * 1000)
                 AS median
          FROM event
         WHERE account_id = :account AND id = ANY (:events) AND module_id IS NOT NULL
         GROUP BY module_id
        """)
        .param("account", account.value())
        .param("events", events.toArray(String[]::new))
        .query(row -> {
          medians.put(row.getString("module_id"), Math.round(row.getDouble("median")));
        });
    return medians;
  }
}
