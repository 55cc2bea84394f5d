package io.sluice.server.crm.loop.timeline;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.LeadId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which of an account's leads in the CRM a lead of the exchange became. */
@Repository
class TimelineStore {

  private static final int MOST = 100;

  private final JdbcClient db;

  TimelineStore(JdbcClient db) {
    this.db = db;
  }

  record Became(CompanyId company, long lead) {}

  /** In the order they came; a flow with more steps into companies than {@value #MOST} shows no more. */
  List<Became> of(AccountId account, LeadId lead) {
    return db.sql("""
        SELECT company_id, id FROM crm_lead
         WHERE account_id = :account AND exchange_lead_id = :lead ORDER BY id LIMIT :most
        """)
        .param("account", account.value()).param("lead", lead.value()).param("most", MOST)
        .query((row, _) -> new Became(new CompanyId(row.getLong("company_id")), row.getLong("id")))
        .list();
  }
}
