package io.sluice.server.crm.territory;

import io.sluice.server.crm.NameKey;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  Territory insert(AccountId account, CompanyId company, String name, @Nullable String state, Instant now) {
    return db.sql("""
        INSERT INTO crm_territory (account_id, company_id, id, name, name_key, state, created_at)
        VALUES (:account, :company, nextval('crm_number'), :name, :key, :state, :now)
        RETURNING *
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("name", name)
        .param("key", NameKey.of(name))
        .param("state", state)
        .param("now", SqlTime.of(now))
        .query(TerritoryStore::read)
        .single();
  }

  void update(AccountId account, Territory territory) {
    db.sql("""
        UPDATE crm_territory SET name = :name, name_key = :key, state = :state
         WHERE account_id = :account AND company_id = :company AND id = :id
        """)
        .param("account", account.value())
        .param("company", territory.company().value())
        .param("id", territory.id())
        .param("name", territory.name())
        .param("key", NameKey.of(territory.name()))
        .param("state", territory.state())
        .update();
  }

  void delete(AccountId account, CompanyId company, long id) {
    db.sql("DELETE FROM crm_territory WHERE account_id = :account AND company_id = :company AND id = :id")
        .param("account", account.value()).param("company", company.value()).param("id", id).update();
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

  int countZipCodes(AccountId account, CompanyId company) {
    return db.sql("SELECT count(*) FROM crm_territory_zip_code WHERE account_id = :account AND company_id = :company")
        .param("account", account.value()).param("company", company.value()).query(Integer.class).single();
  }

  /** By code, the territory that has it: of these codes, and without that territory. */
  Map<String, Long> holders(AccountId account, CompanyId company, Collection<String> codes, long butFor) {
    Map<String, Long> holders = new HashMap<>();
    db.sql("""
        SELECT zip_code, territory_id FROM crm_territory_zip_code
         WHERE account_id = :account AND company_id = :company AND zip_code = ANY (:codes) AND territory_id <> :but_for
        """)
        .param("account", account.value())
        .param("company", company.value())
        .param("codes", codes.toArray(String[]::new))
        .param("but_for", butFor)
        .query(row -> {
          holders.put(row.getString("zip_code"), row.getLong("territory_id"));
        });
    return holders;
  }

  /** The territory has these and no others from now on. */
  void saveZipCodes(AccountId account, Territory territory, Collection<String> codes) {
    String[] wanted = codes.toArray(String[]::new);
    db.sql("""
        DELETE FROM crm_territory_zip_code
         WHERE account_id = :account AND company_id = :company AND territory_id = :territory
           AND zip_code NOT IN (SELECT unnest(:codes::text[]))
        """)
        .param("account", account.value())
        .param("company", territory.company().value())
        .param("territory", territory.id())
        .param("codes", wanted)
        .update();
    db.sql("""
        INSERT INTO crm_territory_zip_code (account_id, company_id, zip_code, territory_id)
        SELECT :account, :company, c.code, :territory FROM unnest(:codes::text[]) AS c (code)
         WHERE NOT EXISTS (SELECT FROM crm_territory_zip_code z
                            WHERE z.account_id = :account AND z.company_id = :company AND z.zip_code = c.code
                              AND z.territory_id = :territory)
        """)
        .param("account", account.value())
        .param("company", territory.company().value())
        .param("territory", territory.id())
        .param("codes", wanted)
        .update();
  }

  /** These and no others work it from now on. */
  void saveUserAccesses(AccountId account, Territory territory, Collection<Long> userAccesses) {
    db.sql("""
        DELETE FROM crm_territory_user_access
         WHERE account_id = :account AND company_id = :company AND territory_id = :territory
        """)
        .param("account", account.value())
        .param("company", territory.company().value())
        .param("territory", territory.id())
        .update();
    db.sql("""
        INSERT INTO crm_territory_user_access (account_id, company_id, territory_id, user_access_id)
        SELECT :account, :company, :territory, unnest(:accesses::bigint[])
        """)
        .param("account", account.value())
        .param("company", territory.company().value())
        .param("territory", territory.id())
        .param("accesses", userAccesses.toArray(Long[]::new))
        .update();
  }

  /** From all territories. */
  void dropUserAccess(AccountId account, CompanyId company, long userAccess) {
    db.sql("""
        DELETE FROM crm_territory_user_access
         WHERE account_id = :account AND company_id = :company AND user_access_id = :user_access
        """)
        .param("account", account.value()).param("company", company.value()).param("user_access", userAccess).update();
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
