package io.sluice.server.lead.cap;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.FlowId;
import io.sluice.server.kernel.LeadId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Slots of leads that run beside a twin, on another node and under the same key (decision 0100). */
@Repository
class TwinStore {

  private final JdbcClient db;

  TwinStore(JdbcClient db) {
    this.db = db;
  }

  /** Whether a lead with this key has a slot below one of these caps. */
  boolean isThere(AccountId account, FlowId flow, List<String> caps, String key) {
    return db.sql("""
        SELECT EXISTS (SELECT FROM cap_slot
         WHERE account_id = :account AND flow_id = :flow AND cap_id IN (:caps) AND lead_key = :key)
        """)
        .param("account", account.value()).param("flow", flow.value()).param("caps", caps).param("key", key)
        .query(Boolean.class).single();
  }

  /** Lets others with the key of this lead have slots beside it. */
  void letPass(AccountId account, LeadId lead) {
    db.sql("UPDATE cap_slot SET lead_key = NULL WHERE account_id = :account AND lead_id = :lead AND lead_key IS NOT NULL")
        .param("account", account.value()).param("lead", lead.value()).update();
  }
}
