package io.sluice.server.account.key;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.ApiKeyId;
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
class ApiKeyStore {

  private final JdbcClient db;

  ApiKeyStore(JdbcClient db) {
    this.db = db;
  }

  void insert(AccountId account, ApiKey key, String hash) {
    UserId user = key.user();
    db.sql("""
        INSERT INTO api_key (id, account_id, user_id, name, prefix, hash, created_at)
        VALUES (:id, :account, :user, :name, :prefix, :hash, :created)
        """)
        .param("id", key.id().value())
        .param("account", account.value())
        .param("user", user == null ? null : user.value())
        .param("name", key.name())
        .param("prefix", key.prefix())
        .param("hash", hash)
        .param("created", SqlTime.of(key.createdAt()))
        .update();
  }

  List<ApiKey> ofAccount(AccountId account) {
    return db.sql("SELECT * FROM api_key WHERE account_id = :account ORDER BY id")
        .param("account", account.value())
        .query(ApiKeyStore::read)
        .list();
  }

  Optional<ApiKey> find(AccountId account, ApiKeyId id) {
    return db.sql("SELECT * FROM api_key WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .query(ApiKeyStore::read)
        .optional();
  }

  int countInForce(AccountId account, Instant now) {
    return db.sql("""
        SELECT count(*) FROM api_key
         WHERE account_id = :account AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)
        """)
        .param("account", account.value())
        .param("now", SqlTime.of(now))
        .query(Integer.class)
        .single();
  }

  void revoke(AccountId account, ApiKeyId id, Instant now) {
    db.sql("UPDATE api_key SET revoked_at = :now WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  void expire(AccountId account, ApiKeyId id, Instant at) {
    db.sql("UPDATE api_key SET expires_at = :at WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .param("at", SqlTime.of(at))
        .update();
  }

  /** Empty too when its user was put out. */
  @WithoutAccount("who holds the secret has proved the right to what it opens")
  Optional<ApiKey> byHash(KeyHash hash) {
    return db.sql("""
        SELECT k.* FROM api_key k LEFT JOIN account_user u ON u.id = k.user_id
         WHERE k.hash = :hash AND u.inactive_since IS NULL
        """)
        .param("hash", hash.value())
        .query(ApiKeyStore::read)
        .optional();
  }

  void markUsed(AccountId account, ApiKeyId id, Instant now) {
    db.sql("UPDATE api_key SET last_used_at = :now WHERE account_id = :account AND id = :id")
        .param("account", account.value())
        .param("id", id.value())
        .param("now", SqlTime.of(now))
        .update();
  }

  private static ApiKey read(ResultSet row, int index) throws SQLException {
    String user = row.getString("user_id");
    return new ApiKey(
        ApiKeyId.of(row.getString("id")),
        AccountId.of(row.getString("account_id")),
        user == null ? null : UserId.of(user),
        row.getString("name"),
        row.getString("prefix"),
        SqlTime.read(row, "created_at"),
        SqlTime.orNull(row, "last_used_at"),
        SqlTime.orNull(row, "expires_at"),
        SqlTime.orNull(row, "revoked_at"));
  }
}
