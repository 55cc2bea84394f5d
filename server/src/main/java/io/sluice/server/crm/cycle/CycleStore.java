package io.sluice.server.crm.cycle;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class CycleStore {

  private final JdbcClient db;

  CycleStore(JdbcClient db) {
    this.db = db;
  }

  boolean enabled(AccountId account, CompanyId company) {
    return db.sql("SELECT cycles_enabled FROM company WHERE account_id = :account AND id = :company")
        .param("account", account.value()).param("company", company.value()).query(Boolean.class).single();
  }

  /** The latest first. */
  List<Cycle> of(AccountId account, CompanyId company) {
    return db.sql("""
        SELECT * FROM crm_cycle WHERE account_id = :account AND company_id = :company ORDER BY starts_on DESC, id DESC
        """)
        .param("account", account.value()).param("company", company.value()).query(CycleStore::read).list();
  }

  Optional<Cycle> on(AccountId account, CompanyId company, LocalDate day) {
    return db.sql("""
        SELECT * FROM crm_cycle
         WHERE account_id = :account AND company_id = :company AND starts_on <= :day AND ends_on >= :day
        """)
        .param("account", account.value()).param("company", company.value()).param("day", day)
        .query(CycleStore::read).optional();
  }

  private static Cycle read(ResultSet row, int index) throws SQLException {
    return new Cycle(
        row.getLong("id"),
        new CompanyId(row.getLong("company_id")),
        row.getString("name"),
        row.getObject("starts_on", LocalDate.class),
        row.getObject("ends_on", LocalDate.class));
  }
}
