package io.sluice.server.crm.company;

import io.sluice.server.crm.access.Access;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class CompanyStore {

  private final JdbcClient db;

  CompanyStore(JdbcClient db) {
    this.db = db;
  }

  CompanyId insertRoot(AccountId account, String name, Instant now) {
    return new CompanyId(db.sql("""
        INSERT INTO company (id, account_id, parent_company_id, name, is_root, is_default, cycles_enabled, created_at)
        VALUES (nextval('company_number'), :account, NULL, :name, true, false, false, :now)
        RETURNING id
        """)
        .param("account", account.value())
        .param("name", name)
        .param("now", SqlTime.of(now))
        .query(Long.class)
        .single());
  }

  CompanyId root(AccountId account) {
    return new CompanyId(db.sql("SELECT id FROM company WHERE account_id = :account AND is_root")
        .param("account", account.value())
        .query(Long.class)
        .single());
  }

  void insertAccess(AccountId account, UserId user, Access access, Instant now) {
    db.sql("""
        INSERT INTO user_access (id, user_id, company_id, access_name, is_primary, created_at)
        SELECT nextval('user_access_number'), :user, id, :access, true, :now
          FROM company WHERE account_id = :account AND is_root
        """)
        .param("account", account.value())
        .param("user", user.value())
        .param("access", access.word())
        .param("now", SqlTime.of(now))
        .update();
  }

  Optional<Access> accessInRoot(AccountId account, UserId user) {
    return db.sql("""
        SELECT a.access_name
          FROM user_access a JOIN company c ON c.id = a.company_id
         WHERE c.account_id = :account AND c.is_root AND a.user_id = :user
        """)
        .param("account", account.value())
        .param("user", user.value())
        .query((row, _) -> Access.of(row.getString("access_name")))
        .optional();
  }
}
