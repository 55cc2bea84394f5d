package io.sluice.server.crm.access;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class CompanyLockStore {

  private final JdbcClient db;

  CompanyLockStore(JdbcClient db) {
    this.db = db;
  }

  void lock(AccountId account, CompanyId company) {
    db.sql("SELECT 1 FROM company WHERE account_id = :account AND id = :company FOR NO KEY UPDATE")
        .param("account", account.value()).param("company", company.value()).query(Integer.class).single();
  }
}
