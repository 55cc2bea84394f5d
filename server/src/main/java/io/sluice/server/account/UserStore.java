package io.sluice.server.account;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.UserId;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

@Repository
class UserStore {

  private final JdbcClient db;
  private final JsonMapper json;

  UserStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  User insert(AccountId account, UserId id, NewUser user, @Nullable String passwordHash, Instant now) {
    return db.sql("""
        INSERT INTO account_user (id, number, account_id, email, password_hash, password_set_at, first_name, last_name,
                                  verified_at, ui_state, created_at)
        VALUES (:id, nextval('user_number'), :account, :email, :hash, :set, :first, :last, :verified, '{}', :now)
        RETURNING *
        """)
        .param("id", id.value())
        .param("account", account.value())
        .param("email", user.email().value())
        .param("hash", passwordHash)
        .param("set", SqlTime.of(passwordHash == null ? null : now))
        .param("first", user.firstName())
        .param("last", user.lastName())
        .param("verified", SqlTime.of(user.verified() ? now : null))
        .param("now", SqlTime.of(now))
        .query(this::read)
        .single();
  }

  Optional<User> find(AccountId account, UserId id) {
    return db.sql("SELECT * FROM account_user WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .query(this::read)
        .optional();
  }

  List<User> ofAccount(AccountId account) {
    return db.sql("SELECT * FROM account_user WHERE account_id = :account ORDER BY id")
        .param("account", account.value())
        .query(this::read)
        .list();
  }

  @WithoutAccount("before anybody is signed in, the address is all there is")
  Optional<User> byEmail(EmailAddress email) {
    return db.sql("SELECT * FROM account_user WHERE email = :email AND verified_at IS NOT NULL")
        .param("email", email.value())
        .query(this::read)
        .optional();
  }

  /** The last who signed up with this address without proving it. */
  @WithoutAccount("before anybody is signed in, the address is all there is")
  Optional<User> lastUnproved(EmailAddress email) {
    return db.sql("""
        SELECT * FROM account_user
         WHERE email = :email AND verified_at IS NULL AND password_hash IS NOT NULL ORDER BY id DESC LIMIT 1
        """)
        .param("email", email.value())
        .query(this::read)
        .optional();
  }

  /** Who was entered with this address, has proved nothing and has no password. */
  @WithoutAccount("before anybody is signed in, the address is all there is")
  Optional<User> waiting(EmailAddress email) {
    return db.sql("SELECT * FROM account_user WHERE email = :email AND verified_at IS NULL AND password_hash IS NULL")
        .param("email", email.value())
        .query(this::read)
        .optional();
  }

  /**
   * Who signed up before that time, has proved nothing and can prove nothing any more, and is the only one of her account.
   *
   * @param after the last of the page before
   */
  @WithoutAccount("whosever sign-ups they are, their time is over")
  List<User> neverProved(Instant before, Instant now, String after, int limit) {
    return db.sql("""
        SELECT * FROM account_user u
         WHERE u.verified_at IS NULL AND u.password_hash IS NOT NULL AND u.created_at < :before AND u.id > :after
           AND NOT EXISTS (SELECT FROM email_verification v WHERE v.user_id = u.id AND v.expires_at > :now)
           AND NOT EXISTS (SELECT FROM password_reset r WHERE r.user_id = u.id AND r.expires_at > :now)
           AND NOT EXISTS (SELECT FROM account_user other WHERE other.account_id = u.account_id AND other.id <> u.id)
         ORDER BY u.id LIMIT :limit
        """)
        .param("before", SqlTime.of(before))
        .param("now", SqlTime.of(now))
        .param("after", after)
        .param("limit", limit)
        .query(this::read)
        .list();
  }

  @WithoutAccount("the CRM's number of a user is all a token or a path says")
  Optional<User> byNumber(long number) {
    return db.sql("SELECT * FROM account_user WHERE number = :number")
        .param("number", number)
        .query(this::read)
        .optional();
  }

  /** Until the transaction ends nobody else enters, proves or is mailed this address. */
  @WithoutAccount("before anybody is signed in, the address is all there is")
  void hold(EmailAddress email) {
    db.sql("SELECT pg_advisory_xact_lock(hashtextextended(:email, 81))")
        .param("email", email.value())
        .query((_, _) -> email)
        .single();
  }

  @WithoutAccount("the session was opened for this very user")
  Optional<User> bySession(UserId id) {
    return db.sql("SELECT * FROM account_user WHERE id = :id").param("id", id.value()).query(this::read).optional();
  }

  Optional<String> passwordHash(AccountId account, UserId id) {
    return db.sql("SELECT password_hash FROM account_user WHERE account_id = :account AND id = :id AND password_hash IS NOT NULL")
        .param("account", account.value())
        .param("id", id.value())
        .query(String.class)
        .optional();
  }

  boolean hasProvider(AccountId account, UserId id) {
    return db.sql("""
        SELECT EXISTS (SELECT 1 FROM user_provider p JOIN account_user u ON u.id = p.user_id
                        WHERE u.account_id = :account AND u.id = :id)
        """)
        .param("account", account.value())
        .param("id", id.value())
        .query(Boolean.class)
        .single();
  }

  void markVerified(AccountId account, UserId id, Instant now) {
    db.sql("""
        UPDATE account_user SET verified_at = coalesce(verified_at, :now) WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", id.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  /** With the links that were mailed to her. */
  void deleteUnproved(AccountId account, UserId id) {
    db.sql("""
        WITH gone AS (
          DELETE FROM account_user WHERE account_id = :account AND id = :id AND verified_at IS NULL RETURNING id),
        resets AS (DELETE FROM password_reset WHERE user_id IN (SELECT id FROM gone))
        DELETE FROM email_verification WHERE user_id IN (SELECT id FROM gone)
        """)
        .param("account", account.value())
        .param("id", id.value())
        .update();
  }

  /** Answers the file that was there before: of two changes at once, one comes behind the other. */
  Optional<String> swapAvatar(AccountId account, UserId id, @Nullable String fileId) {
    return db.sql("""
        WITH before AS (
          SELECT avatar_file_id FROM account_user WHERE account_id = :account AND id = :id FOR UPDATE)
        UPDATE account_user SET avatar_file_id = :file FROM before WHERE account_id = :account AND id = :id
        RETURNING coalesce(before.avatar_file_id, '') AS file
        """)
        .param("account", account.value())
        .param("id", id.value())
        .param("file", fileId)
        .query((row, _) -> row.getString("file"))
        .optional().filter(file -> !file.isEmpty());
  }

  void rename(AccountId account, UserId id, String firstName, String lastName) {
    db.sql("UPDATE account_user SET first_name = :first, last_name = :last WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .param("first", firstName)
        .param("last", lastName)
        .update();
  }

  /** Nothing hangs on the account of somebody who has never signed in. */
  void moveTo(AccountId account, UserId id, AccountId next) {
    db.sql("UPDATE account_user SET account_id = :next WHERE account_id = :account AND id = :id AND verified_at IS NULL")
        .param("account", account.value())
        .param("id", id.value())
        .param("next", next.value())
        .update();
  }

  void setEmail(AccountId account, UserId id, EmailAddress email) {
    db.sql("UPDATE account_user SET email = :email WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .param("email", email.value())
        .update();
  }

  /** @param signInsFrom what she signed in for before is not taken any more */
  void setPassword(AccountId account, UserId id, @Nullable String hash, Instant now, Instant signInsFrom) {
    db.sql("""
        UPDATE account_user SET password_hash = :hash, password_set_at = :now, sign_ins_from = :from
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", id.value())
        .param("hash", hash)
        .param("now", SqlTime.of(now))
        .param("from", SqlTime.of(signInsFrom))
        .update();
  }

  /** @param since absent: she is let in again */
  void setInactive(AccountId account, UserId id, @Nullable Instant since, Instant signInsFrom) {
    db.sql("""
        UPDATE account_user SET inactive_since = :since, sign_ins_from = :from WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", id.value())
        .param("since", SqlTime.of(since))
        .param("from", SqlTime.of(signInsFrom))
        .update();
  }

  void saveUiState(AccountId account, UserId id, Map<String, Instant> state) {
    db.sql("UPDATE account_user SET ui_state = :state WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .param("state", json.writeValueAsString(state))
        .update();
  }

  private User read(ResultSet row, int index) throws SQLException {
    return new User(
        UserId.of(row.getString("id")),
        row.getLong("number"),
        AccountId.of(row.getString("account_id")),
        new EmailAddress(row.getString("email")),
        row.getString("first_name"),
        row.getString("last_name"),
        SqlTime.orNull(row, "verified_at"),
        SqlTime.orNull(row, "inactive_since"),
        SqlTime.orNull(row, "sign_ins_from"),
        json.readValue(row.getString("ui_state"), new TypeReference<Map<String, Instant>>() {}),
        SqlTime.read(row, "created_at"));
  }
}
