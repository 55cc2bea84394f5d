package io.sluice.server.account.password;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class PasswordResetStore {

  private final JdbcClient db;

  PasswordResetStore(JdbcClient db) {
    this.db = db;
  }

  void insert(AccountId account, UserId user, ResetToken token, Instant now, Instant expiresAt) {
    db.sql("""
        INSERT INTO password_reset (token_hash, user_id, created_at, expires_at)
        SELECT :token, id, :now, :expires FROM account_user WHERE account_id = :account AND id = :user
        """)
        .param("token", token.hash())
        .param("account", account.value())
        .param("user", user.value())
        .param("now", SqlTime.of(now))
        .param("expires", SqlTime.of(expiresAt))
        .update();
  }

  @WithoutAccount("before anybody is signed in, the user is all that is known")
  int sentSince(UserId user, Instant time) {
    return db.sql("SELECT count(*) FROM password_reset WHERE user_id = :user AND created_at > :time")
        .param("user", user.value())
        .param("time", SqlTime.of(time))
        .query(Integer.class)
        .single();
  }

  /** Whom an unused token was sent to; held until the transaction ends. */
  @WithoutAccount("the token in the mail is the capability")
  Optional<UserId> hold(ResetToken token, Instant now) {
    return db.sql("""
        SELECT user_id FROM password_reset
         WHERE token_hash = :token AND used_at IS NULL AND expires_at > :now FOR UPDATE
        """)
        .param("token", token.hash())
        .param("now", SqlTime.of(now))
        .query((row, _) -> UserId.of(row.getString("user_id")))
        .optional();
  }

  /** The one that was used, and whatever else was sent to her. */
  @WithoutAccount("the token in the mail is the capability")
  void useUp(UserId user, Instant now) {
    db.sql("UPDATE password_reset SET used_at = :now WHERE user_id = :user AND used_at IS NULL")
        .param("user", user.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  @WithoutAccount("before anybody is signed in, the user is all that is known")
  void forget(UserId user, Instant before) {
    db.sql("DELETE FROM password_reset WHERE user_id = :user AND expires_at < :before")
        .param("user", user.value())
        .param("before", SqlTime.of(before))
        .update();
  }
}
