package io.sluice.server.account.provider;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class IdentityStore {

  private final JdbcClient db;

  IdentityStore(JdbcClient db) {
    this.db = db;
  }

  @WithoutAccount("before anybody is signed in, what the provider says is all there is")
  Optional<UserId> user(String provider, String uid) {
    return db.sql("SELECT user_id FROM user_provider WHERE provider = :provider AND uid = :uid")
        .param("provider", provider)
        .param("uid", uid)
        .query((row, _) -> UserId.of(row.getString("user_id")))
        .optional();
  }

  void insert(AccountId account, UserId user, String provider, String uid, Instant now) {
    db.sql("""
        INSERT INTO user_provider (id, user_id, provider, uid, created_at)
        SELECT nextval('user_number'), id, :provider, :uid, :now
          FROM account_user WHERE account_id = :account AND id = :user
        """)
        .param("account", account.value())
        .param("user", user.value())
        .param("provider", provider)
        .param("uid", uid)
        .param("now", SqlTime.of(now))
        .update();
  }

  List<Identity> of(AccountId account, UserId user) {
    return db.sql("""
        SELECT p.* FROM user_provider p JOIN account_user u ON u.id = p.user_id
         WHERE u.account_id = :account AND u.id = :user ORDER BY p.id
        """)
        .param("account", account.value())
        .param("user", user.value())
        .query((row, _) -> new Identity(row.getLong("id"), row.getString("provider"), row.getString("uid"),
            SqlTime.read(row, "created_at")))
        .list();
  }
}
