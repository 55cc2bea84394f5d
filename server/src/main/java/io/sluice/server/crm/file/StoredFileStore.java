package io.sluice.server.crm.file;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

@Repository
class StoredFileStore {

  private final JdbcClient db;

  StoredFileStore(JdbcClient db) {
    this.db = db;
  }

  record Expired(AccountId account, StoredFile file) {}

  void insert(AccountId account, StoredFile file, Instant expiresAt, Instant now) {
    db.sql("""
        INSERT INTO crm_file (account_id, id, kind, media_type, size_bytes, storage, expires_at, created_at)
        VALUES (:account, :id, :kind, :type, :size, :storage, :expires, :now)
        """)
        .param("account", account.value())
        .param("id", file.id())
        .param("kind", file.kind().word())
        .param("type", file.mediaType())
        .param("size", file.sizeBytes())
        .param("storage", file.storage())
        .param("expires", SqlTime.of(expiresAt))
        .param("now", SqlTime.of(now))
        .update();
  }

  long bytes(AccountId account) {
    return db.sql("SELECT coalesce(sum(size_bytes), 0) FROM crm_file WHERE account_id = :account")
        .param("account", account.value())
        .query(Long.class)
        .single();
  }

  @Transactional(propagation = Propagation.MANDATORY)
  void claim(AccountId account, String id) {
    int claimed = db.sql("UPDATE crm_file SET expires_at = NULL WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id)
        .update();
    if (claimed != 1) {
      throw new IllegalStateException("file " + id + " was swept before it was claimed");
    }
  }

  @Transactional(propagation = Propagation.MANDATORY)
  void release(AccountId account, String id, Instant at) {
    db.sql("UPDATE crm_file SET expires_at = :at WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id).param("at", SqlTime.of(at))
        .update();
  }

  Optional<StoredFile> find(AccountId account, String id) {
    return db.sql("SELECT * FROM crm_file WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id)
        .query(StoredFileStore::read)
        .optional();
  }

  @WithoutAccount("whosever they are, their time is over")
  List<Expired> expired(Instant now, int limit) {
    return db.sql("SELECT * FROM crm_file WHERE expires_at <= :now ORDER BY expires_at LIMIT :limit")
        .param("now", SqlTime.of(now)).param("limit", limit)
        .query((row, index) -> new Expired(AccountId.of(row.getString("account_id")), read(row, index)))
        .list();
  }

  void delete(AccountId account, String id) {
    db.sql("DELETE FROM crm_file WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id)
        .update();
  }

  private static StoredFile read(ResultSet row, int index) throws SQLException {
    return new StoredFile(row.getString("id"), FileKind.of(row.getString("kind")), row.getString("media_type"),
        row.getInt("size_bytes"), row.getString("storage"));
  }
}
