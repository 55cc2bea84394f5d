package io.sluice.server.crm.access.grant;

import io.sluice.server.crm.access.Access;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.util.Collection;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class ColleagueStore {

  private final JdbcClient db;

  ColleagueStore(JdbcClient db) {
    this.db = db;
  }

  List<Colleague> named(AccountId account, CompanyId company, Collection<Long> userAccesses) {
    return db.sql("""
        SELECT a.id, u.number, u.first_name || ' ' || u.last_name AS full_name, a.access_name
          FROM user_access a JOIN company c ON c.id = a.company_id JOIN account_user u ON u.id = a.user_id
         WHERE c.account_id = :account AND a.company_id = :company AND a.id = ANY (:ids)
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("ids", userAccesses.toArray(Long[]::new))
        .query((row, _) -> new Colleague(row.getLong("id"), row.getLong("number"), row.getString("full_name"),
            Access.of(row.getString("access_name"))))
        .list();
  }
}
