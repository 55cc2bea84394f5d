package io.sluice.server.crm.lead.sight;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LeadSightStore {

  private final JdbcClient db;

  LeadSightStore(JdbcClient db) {
    this.db = db;
  }

  /** Which company of the account a lead belongs to. */
  Optional<CompanyId> companyOf(AccountId account, long lead) {
    return db.sql("SELECT company_id FROM crm_lead WHERE account_id = :account AND id = :lead")
        .param("account", account.value()).param("lead", lead)
        .query((row, _) -> new CompanyId(row.getLong("company_id"))).optional();
  }

  /** Whether leads of the source go to this user access, among others. */
  boolean receives(AccountId account, CompanyId company, long source, long userAccess) {
    return db.sql("""
        SELECT EXISTS (SELECT FROM crm_source_user_access
          WHERE account_id = :account AND company_id = :company AND source_id = :source
            AND user_access_id = :userAccess)
        """)
        .param("account", account.value()).param("company", company.value()).param("source", source)
        .param("userAccess", userAccess)
        .query(Boolean.class).single();
  }
}
