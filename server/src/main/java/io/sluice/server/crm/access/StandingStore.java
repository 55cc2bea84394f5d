package io.sluice.server.crm.access;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class StandingStore {

  private static final String READ_ONLY = """
      EXISTS (SELECT 1 FROM company_membership m
               WHERE m.account_id = c.account_id AND m.company_id = c.id AND m.status = 'canceled'
                 AND m.current_period_end <= :now
                 AND NOT EXISTS (SELECT 1 FROM company_membership n
                                  WHERE n.account_id = c.account_id AND n.company_id = c.id AND n.status = 'active'))""";

  private final JdbcClient db;

  StandingStore(JdbcClient db) {
    this.db = db;
  }

  /** Up the tree, which is a few companies high: an own access in this company, or one as admin in a company above. */
  @WithoutAccount("which account a company belongs to is what is asked")
  Optional<Standing> find(CompanyId company, UserId user, Instant now) {
    return db.sql("""
        WITH RECURSIVE above AS (
          SELECT id, parent_company_id, 0 AS height FROM company WHERE id = :company
          UNION ALL
          SELECT p.id, p.parent_company_id, a.height + 1
            FROM above a JOIN company p ON p.id = a.parent_company_id
        ), held AS (
          SELECT a.height, u.id, u.access_name
            FROM above a JOIN user_access u ON u.company_id = a.id AND u.user_id = :user
           WHERE a.height = 0 OR u.access_name = 'admin'
        )
        SELECT c.account_id, c.id AS company_id, :user AS user_id,
               CASE WHEN EXISTS (SELECT 1 FROM held WHERE access_name = 'admin') THEN 'admin'
                    ELSE (SELECT access_name FROM held WHERE height = 0) END AS access_name,
               (SELECT id FROM held WHERE height = 0) AS user_access_id,
               %s AS read_only
          FROM company c WHERE c.id = :company AND EXISTS (SELECT 1 FROM held)
        """.formatted(READ_ONLY))
        .param("company", company.value())
        .param("user", user.value())
        .param("now", SqlTime.of(now))
        .query(StandingStore::read)
        .optional();
  }

  @WithoutAccount("whoever runs the server stands everywhere")
  Optional<Standing> everywhere(CompanyId company, UserId user, Instant now) {
    return db.sql("""
        SELECT c.account_id, c.id AS company_id, :user AS user_id, 'super_admin' AS access_name,
               (SELECT id FROM user_access WHERE company_id = c.id AND user_id = :user) AS user_access_id,
               %s AS read_only
          FROM company c WHERE c.id = :company
        """.formatted(READ_ONLY))
        .param("company", company.value())
        .param("user", user.value())
        .param("now", SqlTime.of(now))
        .query(StandingStore::read)
        .optional();
  }

  /** Down the tree from every company the user is an admin of. */
  @WithoutAccount("a person may have access in companies of several accounts")
  List<Standing> all(UserId user, Instant now) {
    return db.sql("""
        WITH RECURSIVE below AS (
          SELECT company_id AS id FROM user_access WHERE user_id = :user AND access_name = 'admin'
          UNION
          SELECT c.id FROM below b JOIN company c ON c.parent_company_id = b.id
        )
        SELECT c.account_id, c.id AS company_id, :user AS user_id,
               CASE WHEN EXISTS (SELECT 1 FROM below WHERE below.id = c.id) THEN 'admin'
                    ELSE u.access_name END AS access_name,
               u.id AS user_access_id,
               %s AS read_only
          FROM company c LEFT JOIN user_access u ON u.company_id = c.id AND u.user_id = :user
         WHERE c.id IN (SELECT id FROM below UNION SELECT company_id FROM user_access WHERE user_id = :user)
         ORDER BY c.id
        """.formatted(READ_ONLY))
        .param("user", user.value())
        .param("now", SqlTime.of(now))
        .query(StandingStore::read)
        .list();
  }

  @WithoutAccount("which accounts they are is what is asked")
  List<AccountId> accounts(UserId user) {
    return db.sql("""
        SELECT DISTINCT c.account_id FROM user_access u JOIN company c ON c.id = u.company_id WHERE u.user_id = :user
        """)
        .param("user", user.value())
        .query((row, _) -> AccountId.of(row.getString("account_id")))
        .list();
  }

  @WithoutAccount("a company that does not exist belongs to no account")
  boolean exists(CompanyId company) {
    return db.sql("SELECT EXISTS (SELECT 1 FROM company WHERE id = :company)")
        .param("company", company.value())
        .query(Boolean.class)
        .single();
  }

  private static Standing read(ResultSet row, int index) throws SQLException {
    long userAccess = row.getLong("user_access_id");
    return new Standing(
        AccountId.of(row.getString("account_id")),
        new CompanyId(row.getLong("company_id")),
        UserId.of(row.getString("user_id")),
        Access.of(row.getString("access_name")),
        userAccess == 0 ? null : userAccess,
        row.getBoolean("read_only"));
  }
}
