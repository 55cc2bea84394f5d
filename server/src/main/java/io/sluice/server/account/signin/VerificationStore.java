package io.sluice.server.account.signin;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class VerificationStore {

  private final JdbcClient db;

  VerificationStore(JdbcClient db) {
    this.db = db;
  }

  void insert(AccountId account, UserId user, VerificationToken token, Instant now, Instant expiresAt) {
    db.sql("""
        INSERT INTO email_verification (token_hash, user_id, created_at, expires_at)
        SELECT :token, id, :now, :expires FROM account_user WHERE account_id = :account AND id = :user
        """)
        .param("token", token.hash())
        .param("account", account.value())
        .param("user", user.value())
        .param("now", SqlTime.of(now))
        .param("expires", SqlTime.of(expiresAt))
        .update();
  }

  /** A link that proves the address which is to take the place of the user's. */
  void insertChange(
      AccountId account, UserId user, EmailAddress next, VerificationToken token, Instant now, Instant expiresAt) {
    db.sql("""
        INSERT INTO email_verification (token_hash, user_id, created_at, expires_at, new_email)
        SELECT :token, id, :now, :expires, :next FROM account_user WHERE account_id = :account AND id = :user
        """)
        .param("token", token.hash())
        .param("account", account.value())
        .param("user", user.value())
        .param("now", SqlTime.of(now))
        .param("expires", SqlTime.of(expiresAt))
        .param("next", next.value())
        .update();
  }

  /** Links hold for longer than it is counted how many were sent, so nobody is sent more for it. */
  void forgetExpired(AccountId account, UserId user, Instant now) {
    db.sql("""
        DELETE FROM email_verification v USING account_user u
         WHERE v.user_id = :user AND v.expires_at < :now AND u.id = v.user_id AND u.account_id = :account
        """)
        .param("account", account.value())
        .param("user", user.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  int changesSince(AccountId account, UserId user, Instant time) {
    return db.sql("""
        SELECT count(*) FROM email_verification v JOIN account_user u ON u.id = v.user_id
         WHERE u.account_id = :account AND u.id = :user AND v.new_email IS NOT NULL AND v.created_at > :time
        """)
        .param("account", account.value())
        .param("user", user.value())
        .param("time", SqlTime.of(time))
        .query(Integer.class)
        .single();
  }

  /** What a link proves. @param next the address that takes the place of the user's; absent: the one she has */
  record Proof(UserId user, Optional<EmailAddress> next) {}

  /** How many links went to the address since then, whoever typed it. */
  @WithoutAccount("before anybody is signed in, the address is all there is")
  int sentSince(EmailAddress email, Instant time) {
    return db.sql("""
        SELECT count(*) FROM email_verification v JOIN account_user u ON u.id = v.user_id
         WHERE u.email = :email AND v.created_at > :time
        """)
        .param("email", email.value())
        .param("time", SqlTime.of(time))
        .query(Integer.class)
        .single();
  }

  /**
   * Uses a token up; what it proves, or nothing if it was used, has expired or never was. Another address that was asked
   * for before she set a password, or was put out, is not proved either: whoever asked may have been somebody else.
   */
  @WithoutAccount("the token in the mail is the capability")
  Optional<Proof> use(VerificationToken token, Instant now) {
    return db.sql("""
        UPDATE email_verification v SET used_at = :now
          FROM account_user u
         WHERE v.token_hash = :token AND v.used_at IS NULL AND v.expires_at > :now AND u.id = v.user_id
           AND (v.new_email IS NULL
                OR u.inactive_since IS NULL AND (u.password_set_at IS NULL OR u.password_set_at < v.created_at))
        RETURNING v.user_id, v.new_email
        """)
        .param("token", token.hash())
        .param("now", SqlTime.of(now))
        .query((row, _) -> new Proof(UserId.of(row.getString("user_id")),
            Optional.ofNullable(row.getString("new_email")).map(EmailAddress::new)))
        .optional();
  }
}
