package io.sluice.server.crm.access.grant;

import io.sluice.server.crm.access.Access;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class UserAccessStore {

  private final JdbcClient db;

  UserAccessStore(JdbcClient db) {
    this.db = db;
  }

  @WithoutAccount("a number in a path is all there is; whether the caller may see her is asked next")
  Optional<UserId> user(long number) {
    return db.sql("SELECT id FROM account_user WHERE number = :number")
        .param("number", number)
        .query((row, _) -> UserId.of(row.getString("id")))
        .optional();
  }

  @WithoutAccount("asked of a user, who may have accesses in several accounts")
  Optional<CompanyId> rootOfAccountOf(UserId user) {
    return db.sql("""
        SELECT c.id FROM account_user u JOIN company c ON c.account_id = u.account_id AND c.is_root
         WHERE u.id = :user AND NOT EXISTS (SELECT 1 FROM user_access a WHERE a.user_id = u.id)
        """)
        .param("user", user.value())
        .query((row, _) -> new CompanyId(row.getLong("id")))
        .optional();
  }

  /** Until the transaction ends, nobody else changes this user's accesses. */
  @WithoutAccount("a user may have accesses in several accounts")
  void holdUser(UserId user) {
    db.sql("SELECT 1 FROM account_user WHERE id = :user FOR NO KEY UPDATE")
        .param("user", user.value())
        .query(Integer.class)
        .optional();
  }

  /** In the order of their numbers, so that two who hold several do not wait for each other. */
  @WithoutAccount("a user may have accesses in several accounts")
  void holdCompanies(Collection<Long> companies) {
    db.sql("SELECT id FROM company WHERE id = ANY (:companies) ORDER BY id FOR NO KEY UPDATE")
        .param("companies", companies.toArray(Long[]::new))
        .query(Long.class)
        .list();
  }

  @WithoutAccount("which accounts they are is what is asked")
  Map<CompanyId, AccountId> accountsOf(Collection<Long> companies) {
    Map<CompanyId, AccountId> accounts = new HashMap<>();
    db.sql("SELECT id, account_id FROM company WHERE id = ANY (:companies)")
        .param("companies", companies.toArray(Long[]::new))
        .query((row, _) -> Map.entry(new CompanyId(row.getLong("id")), AccountId.of(row.getString("account_id"))))
        .list()
        .forEach(found -> accounts.put(found.getKey(), found.getValue()));
    return accounts;
  }

  @WithoutAccount("a user may have accesses in several accounts")
  List<UserAccess> of(UserId user) {
    return db.sql("""
        SELECT a.*, c.account_id FROM user_access a JOIN company c ON c.id = a.company_id
         WHERE a.user_id = :user ORDER BY a.created_at, a.id
        """)
        .param("user", user.value())
        .query(UserAccessStore::read)
        .list();
  }

  UserAccess insert(
      AccountId account, UserId user, CompanyId company, Access access, boolean primary, Instant now) {
    return db.sql("""
        INSERT INTO user_access (id, user_id, company_id, access_name, is_primary, created_at)
        VALUES (nextval('user_access_number'), :user, :company, :access, :primary, :now)
        RETURNING *, :account AS account_id
        """)
        .param("user", user.value())
        .param("company", company.value())
        .param("access", access.word())
        .param("primary", primary)
        .param("now", SqlTime.of(now))
        .param("account", account.value())
        .query(UserAccessStore::read)
        .single();
  }

  @WithoutAccount("a user has one primary access over all accounts")
  void clearPrimary(UserId user) {
    db.sql("UPDATE user_access SET is_primary = false WHERE user_id = :user AND is_primary")
        .param("user", user.value())
        .update();
  }

  @WithoutAccount("a user has one primary access over all accounts")
  void promoteOldest(UserId user) {
    db.sql("""
        UPDATE user_access SET is_primary = true
         WHERE id = (SELECT id FROM user_access WHERE user_id = :user ORDER BY created_at, id LIMIT 1)
        """)
        .param("user", user.value())
        .update();
  }

  void update(AccountId account, UserAccess access) {
    db.sql("""
        UPDATE user_access a SET access_name = :access, is_primary = :primary
          FROM company c WHERE c.id = a.company_id AND c.account_id = :account AND a.id = :id
        """)
        .param("access", access.access().word())
        .param("primary", access.primary())
        .param("account", account.value())
        .param("id", access.id())
        .update();
  }

  void delete(AccountId account, long id) {
    db.sql("""
        DELETE FROM user_access a USING company c
         WHERE c.id = a.company_id AND c.account_id = :account AND a.id = :id
        """)
        .param("account", account.value())
        .param("id", id)
        .update();
  }

  long admins(AccountId account, CompanyId company) {
    return db.sql("""
        SELECT count(*) FROM user_access a JOIN company c ON c.id = a.company_id
         WHERE c.account_id = :account AND a.company_id = :company AND a.access_name = 'admin'
        """)
        .param("account", account.value())
        .param("company", company.value())
        .query(Long.class)
        .single();
  }

  private static UserAccess read(ResultSet row, int index) throws SQLException {
    return new UserAccess(
        row.getLong("id"),
        UserId.of(row.getString("user_id")),
        AccountId.of(row.getString("account_id")),
        new CompanyId(row.getLong("company_id")),
        Access.of(row.getString("access_name")),
        row.getBoolean("is_primary"),
        SqlTime.read(row, "created_at"));
  }
}
