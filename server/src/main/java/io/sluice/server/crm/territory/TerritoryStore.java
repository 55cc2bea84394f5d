package io.sluice.server.crm.territory;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class TerritoryStore {

  private final JdbcClient db;

  TerritoryStore(JdbcClient db) {
    this.db = db;
  }

  List<Territory> of(AccountId account, CompanyId company) {
    return db.sql("SELECT * FROM crm_territory WHERE account_id = :account AND company_id = :company ORDER BY id")
        .param("account", account.value()).param("company", company.value()).query(TerritoryStore::read).list();
  }

  Optional<Territory> find(AccountId account, CompanyId company, long id) {
    return db.sql("SELECT * FROM crm_territory WHERE account_id = :account AND company_id = :company AND id = :id")
        .param("account", account.value()).param("company", company.value()).param("id", id)
        .query(TerritoryStore::read).optional();
  }

  /** Of the longest of these codes that any territory has. */
  Optional<Territory> byZipCode(AccountId account, CompanyId company, List<String> codes) {
    return db.sql("""
        SELECT t.* FROM crm_territory_zip_code z
          JOIN crm_territory t ON t.account_id = z.account_id AND t.company_id = z.company_id AND t.id = z.territory_id
         WHERE z.account_id = :account AND z.company_id = :company AND z.zip_code = ANY (:codes)
         ORDER BY length(z.zip_code) DESC LIMIT 1
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("codes", codes.toArray(String[]::new))
        .query(TerritoryStore::read)
        .optional();
  }

  List<Long> userAccesses(AccountId account, CompanyId company, long territory) {
    return db.sql("""
        SELECT user_access_id FROM crm_territory_user_access
         WHERE account_id = :account AND company_id = :company AND territory_id = :territory ORDER BY user_access_id
        """)
        .param("account", account.value()).param("company", company.value()).param("territory", territory)
        .query(Long.class).list();
  }

  /** By territory. */
  Map<Long, List<Long>> userAccesses(AccountId account, CompanyId company) {
    Map<Long, List<Long>> links = new HashMap<>();
    db.sql("""
        SELECT territory_id, user_access_id FROM crm_territory_user_access
         WHERE account_id = :account AND company_id = :company ORDER BY territory_id, user_access_id
        """)
        .param("account", account.value())
        .param("company", company.value())
        .query(row -> {
          links.computeIfAbsent(row.getLong("territory_id"), _ -> new ArrayList<>()).add(row.getLong("user_access_id"));
        });
    return links;
  }

  /** By territory, in order. */
  Map<Long, List<String>> zipCodes(AccountId account, CompanyId company) {
    Map<Long, List<String>> codes = new HashMap<>();
    db.sql("""
        SELECT territory_id, zip_code FROM crm_territory_zip_code
         WHERE account_id = :account AND company_id = :company ORDER BY zip_code
        """)
        .param("account", account.value())
        .param("company", company.value())
        .query(row -> {
          codes.computeIfAbsent(row.getLong("territory_id"), _ -> new ArrayList<>()).add(row.getString("zip_code"));
        });
    return codes;
  }

  private static Territory read(ResultSet row, int index) throws SQLException {
    return new Territory(
        row.getLong("id"), new CompanyId(row.getLong("company_id")), row.getString("name"), row.getString("state"));
  }
}
