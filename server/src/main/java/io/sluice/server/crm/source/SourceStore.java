package io.sluice.server.crm.source;

import io.sluice.server.crm.NameKey;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class SourceStore {

  private final JdbcClient db;

  SourceStore(JdbcClient db) {
    this.db = db;
  }

  List<Source> of(AccountId account, CompanyId company) {
    return db.sql("""
        SELECT * FROM crm_source WHERE account_id = :account AND company_id = :company ORDER BY priority, id
        """)
        .param("account", account.value()).param("company", company.value()).query(SourceStore::read).list();
  }

  Optional<Source> find(AccountId account, CompanyId company, long id) {
    return db.sql("SELECT * FROM crm_source WHERE account_id = :account AND company_id = :company AND id = :id")
        .param("account", account.value()).param("company", company.value()).param("id", id)
        .query(SourceStore::read).optional();
  }

  Optional<Source> named(AccountId account, CompanyId company, String key) {
    return db.sql("SELECT * FROM crm_source WHERE account_id = :account AND company_id = :company AND name_key = :key")
        .param("account", account.value()).param("company", company.value()).param("key", key)
        .query(SourceStore::read).optional();
  }

  int count(AccountId account, CompanyId company) {
    return db.sql("SELECT count(*) FROM crm_source WHERE account_id = :account AND company_id = :company")
        .param("account", account.value()).param("company", company.value()).query(Integer.class).single();
  }

  Source insert(AccountId account, CompanyId company, String name, int priority, Instant now) {
    return db.sql("""
        INSERT INTO crm_source (account_id, company_id, id, name, name_key, priority, created_at)
        VALUES (:account, :company, nextval('crm_number'), :name, :key, :priority, :now)
        RETURNING *
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("name", name)
        .param("key", NameKey.of(name))
        .param("priority", priority)
        .param("now", SqlTime.of(now))
        .query(SourceStore::read)
        .single();
  }

  void rename(AccountId account, CompanyId company, long id, String name) {
    db.sql("""
        UPDATE crm_source SET name = :name, name_key = :key
         WHERE account_id = :account AND company_id = :company AND id = :id
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("id", id)
        .param("name", name)
        .param("key", NameKey.of(name))
        .update();
  }

  void delete(AccountId account, CompanyId company, long id) {
    db.sql("DELETE FROM crm_source WHERE account_id = :account AND company_id = :company AND id = :id")
        .param("account", account.value()).param("company", company.value()).param("id", id).update();
  }

  /** Gives them the priorities 1 to n. */
  void order(AccountId account, CompanyId company, List<Long> ids) {
    db.sql("""
        UPDATE crm_source s SET priority = wanted.priority
          FROM unnest(:ids::bigint[]) WITH ORDINALITY AS wanted (id, priority)
         WHERE s.account_id = :account AND s.company_id = :company AND s.id = wanted.id
           AND s.priority <> wanted.priority
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("ids", ids.toArray(Long[]::new))
        .update();
  }

  void link(AccountId account, CompanyId company, long source, long userAccess, Instant now) {
    db.sql("""
        INSERT INTO crm_source_user_access (account_id, company_id, source_id, user_access_id, created_at)
        VALUES (:account, :company, :source, :user_access, :now)
        ON CONFLICT DO NOTHING
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("source", source)
        .param("user_access", userAccess)
        .param("now", SqlTime.of(now))
        .update();
  }

  /** False when there was no such link. */
  boolean unlink(AccountId account, CompanyId company, long source, long userAccess) {
    return db.sql("""
        DELETE FROM crm_source_user_access
         WHERE account_id = :account AND company_id = :company AND source_id = :source AND user_access_id = :user_access
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("source", source)
        .param("user_access", userAccess)
        .update() == 1;
  }

  /** From all sources. */
  void unlinkAll(AccountId account, CompanyId company, long userAccess) {
    db.sql("""
        DELETE FROM crm_source_user_access
         WHERE account_id = :account AND company_id = :company AND user_access_id = :user_access
        """)
        .param("account", account.value()).param("company", company.value()).param("user_access", userAccess).update();
  }

  List<Long> userAccesses(AccountId account, CompanyId company, long source) {
    return db.sql("""
        SELECT user_access_id FROM crm_source_user_access
         WHERE account_id = :account AND company_id = :company AND source_id = :source ORDER BY user_access_id
        """)
        .param("account", account.value()).param("company", company.value()).param("source", source)
        .query(Long.class).list();
  }

  /** By source; one that is nobody's is left out. */
  Map<Long, List<Long>> userAccesses(AccountId account, CompanyId company) {
    Map<Long, List<Long>> links = new HashMap<>();
    db.sql("""
        SELECT source_id, user_access_id FROM crm_source_user_access
         WHERE account_id = :account AND company_id = :company ORDER BY source_id, user_access_id
        """)
        .param("account", account.value())
        .param("company", company.value())
        .query(row -> {
          links.computeIfAbsent(row.getLong("source_id"), _ -> new ArrayList<>()).add(row.getLong("user_access_id"));
        });
    return links;
  }

  private static Source read(ResultSet row, int index) throws SQLException {
    return new Source(
        row.getLong("id"), new CompanyId(row.getLong("company_id")), row.getString("name"), row.getInt("priority"));
  }
}
