package io.sluice.server.crm.lead;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LeadMoveStore {

  private final JdbcClient db;

  LeadMoveStore(JdbcClient db) {
    this.db = db;
  }

  void insert(AccountId account, LeadMoved moved) {
    db.sql("""
        INSERT INTO crm_lead_move (account_id, lead_id, id, from_stage_id, to_stage_id, reason, moved_by, moved_at)
        VALUES (:account, :lead, nextval('crm_lead_part_number'), :from, :to, :reason, :by, :at)
        """)
        .param("account", account.value()).param("lead", moved.lead()).param("from", moved.from())
        .param("to", moved.to()).param("reason", moved.reason())
        .param("by", moved.by() == null ? null : moved.by().value()).param("at", SqlTime.of(moved.at()))
        .update();
  }
}
