package io.sluice.server.crm.cycle;

import io.sluice.server.crm.NameKey;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
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

  Cycle insert(AccountId account, Cycle cycle, Instant now) {
    return db.sql("""
        INSERT INTO crm_cycle (account_id, company_id, id, name, name_key, starts_on, ends_on, created_at)
        VALUES (:account, :company, nextval('crm_number'), :name, :key, :starts, :ends, :now)
        RETURNING *
        """)
        .param("account", account.value())
        .param("company", cycle.company().value())
        .param("name", cycle.name())
        .param("key", NameKey.of(cycle.name()))
        .param("starts", cycle.startsOn())
        .param("ends", cycle.endsOn())
        .param("now", SqlTime.of(now))
        .query(CycleStore::read)
        .single();
  }

  void update(AccountId account, Cycle cycle) {
    db.sql("""
        UPDATE crm_cycle SET name = :name, name_key = :key, starts_on = :starts, ends_on = :ends
         WHERE account_id = :account AND company_id = :company AND id = :id
        """)
        .param("account", account.value())
        .param("company", cycle.company().value())
        .param("id", cycle.id())
        .param("name", cycle.name())
        .param("key", NameKey.of(cycle.name()))
        .param("starts", cycle.startsOn())
        .param("ends", cycle.endsOn())
        .update();
  }

  boolean holdsLeads(AccountId account, CompanyId company, long id) {
    return db.sql("""
        SELECT EXISTS (SELECT FROM crm_lead
                        WHERE account_id = :account AND company_id = :company AND cycle_id = :id)
        """)
        .param("account", account.value()).param("company", company.value()).param("id", id)
        .query(Boolean.class).single();
  }

  void delete(AccountId account, CompanyId company, long id) {
    db.sql("DELETE FROM crm_cycle WHERE account_id = :account AND company_id = :company AND id = :id")
        .param("account", account.value()).param("company", company.value()).param("id", id).update();
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
