package io.sluice.server.crm.avatar;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CompanyId;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
@WithoutAccount("whose picture a file is, is what is asked")
class AvatarStore {

  private final JdbcClient db;

  AvatarStore(JdbcClient db) {
    this.db = db;
  }

  /** Whose picture it is at this moment; absent for one that was replaced. */
  Optional<Owner> owner(String file) {
    return db.sql("""
        SELECT account_id, id AS user_id, NULL AS company_id FROM account_user WHERE avatar_file_id = :file
        UNION ALL
        SELECT account_id, NULL, id FROM company WHERE avatar_file_id = :file
        """)
        .param("file", file)
        .<Owner>query((row, _) -> {
          AccountId account = AccountId.of(row.getString("account_id"));
          String user = row.getString("user_id");
          return user == null
              ? new Owner.OfCompany(account, new CompanyId(row.getLong("company_id")))
              : new Owner.OfUser(account, UserId.of(user));
        })
        .optional();
  }

  sealed interface Owner {

    AccountId account();

    record OfUser(AccountId account, UserId user) implements Owner {}

    record OfCompany(AccountId account, CompanyId company) implements Owner {}
  }
}
