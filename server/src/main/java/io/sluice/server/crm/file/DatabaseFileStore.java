package io.sluice.server.crm.file;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.WithoutAccount;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Contents in a table of their own: nothing to set up, and in every backup. */
@Repository
class DatabaseFileStore implements FileStorage {

  static final String WORD = "database";

  private final JdbcClient db;

  DatabaseFileStore(JdbcClient db) {
    this.db = db;
  }

  @Override
  @WithoutAccount("it is the storage's name")
  public String word() {
    return WORD;
  }

  @Override
  public void put(AccountId account, StoredFile file, byte[] content) {
    db.sql("""
        INSERT INTO crm_file_content (account_id, file_id, content) VALUES (:account, :file, :content)
        ON CONFLICT (account_id, file_id) DO UPDATE SET content = excluded.content
        """)
        .param("account", account.value()).param("file", file.id()).param("content", content)
        .update();
  }

  @Override
  public Optional<byte[]> get(AccountId account, StoredFile file) {
    return db.sql("SELECT content FROM crm_file_content WHERE account_id = :account AND file_id = :file")
        .param("account", account.value()).param("file", file.id())
        .query((row, _) -> row.getBytes("content"))
        .optional();
  }

  @Override
  public void delete(AccountId account, StoredFile file) {
    db.sql("DELETE FROM crm_file_content WHERE account_id = :account AND file_id = :file")
        .param("account", account.value()).param("file", file.id())
        .update();
  }
}
