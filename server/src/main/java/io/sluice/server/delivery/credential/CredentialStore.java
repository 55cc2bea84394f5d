package io.sluice.server.delivery.credential;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.CredentialId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WithoutAccount;
import io.sluice.server.vault.Sealed;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Repository
class CredentialStore {

  private final JdbcClient db;
  private final JsonMapper json;

  CredentialStore(JdbcClient db, JsonMapper json) {
    this.db = db;
    this.json = json;
  }

  /** A row: what is seen, and what is not. */
  record Kept(Credential credential, Sealed secrets) {}

  /** A row that another key should seal. */
  record Outdated(AccountId account, CredentialId id, Sealed secrets) {}

  /** False when the id is taken. */
  boolean insert(AccountId account, Kept kept) {
    Credential credential = kept.credential();
    return db.sql("""
        INSERT INTO credential (account_id, id, name, type, package, shown, secrets, key_id, secrets_updated_at,
          created_at, updated_at)
        VALUES (:account, :id, :name, :type, :package, :shown, :secrets, :key, :secretsUpdated, :created, :updated)
        ON CONFLICT ON CONSTRAINT credential_pk DO NOTHING
        """)
        .param("account", account.value())
        .param("id", credential.id().value())
        .param("name", credential.name())
        .param("type", credential.type().word())
        .param("package", credential.packageId())
        .param("shown", json.writeValueAsString(credential.shown()))
        .param("secrets", kept.secrets().text())
        .param("key", kept.secrets().keyId())
        .param("secretsUpdated", SqlTime.of(credential.secretsUpdatedAt()))
        .param("created", SqlTime.of(credential.createdAt()))
        .param("updated", SqlTime.of(credential.updatedAt()))
        .update() == 1;
  }

  void update(AccountId account, Kept kept) {
    Credential credential = kept.credential();
    db.sql("""
        UPDATE credential SET name = :name, type = :type, package = :package, shown = :shown, secrets = :secrets,
          key_id = :key, secrets_updated_at = :secretsUpdated, updated_at = :updated
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value())
        .param("id", credential.id().value())
        .param("name", credential.name())
        .param("type", credential.type().word())
        .param("package", credential.packageId())
        .param("shown", json.writeValueAsString(credential.shown()))
        .param("secrets", kept.secrets().text())
        .param("key", kept.secrets().keyId())
        .param("secretsUpdated", SqlTime.of(credential.secretsUpdatedAt()))
        .param("updated", SqlTime.of(credential.updatedAt()))
        .update();
  }

  void delete(AccountId account, CredentialId id) {
    db.sql("DELETE FROM credential WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id.value()).update();
  }

  int count(AccountId account) {
    return db.sql("SELECT count(*) FROM credential WHERE account_id = :account")
        .param("account", account.value()).query(Integer.class).single();
  }

  List<Credential> of(AccountId account) {
    return db.sql("SELECT * FROM credential WHERE account_id = :account ORDER BY id")
        .param("account", account.value()).query(this::read).list().stream().map(Kept::credential).toList();
  }

  Optional<Kept> find(AccountId account, CredentialId id) {
    return db.sql("SELECT * FROM credential WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id.value()).query(this::read).optional();
  }

  /** As {@link #find}, and nobody else changes it before the transaction ends. */
  Optional<Kept> lock(AccountId account, CredentialId id) {
    return db.sql("SELECT * FROM credential WHERE account_id = :account AND id = :id FOR UPDATE")
        .param("account", account.value()).param("id", id.value()).query(this::read).optional();
  }

  @WithoutAccount("a change of keys is the installation's, not an account's")
  List<Outdated> sealedOtherwise(String keyId, String after, int limit) {
    return db.sql("""
        SELECT account_id, id, secrets, key_id FROM credential
         WHERE key_id <> :key AND account_id || id > :after
         ORDER BY account_id || id LIMIT :limit
        """)
        .param("key", keyId).param("after", after).param("limit", limit)
        .query((row, _) -> new Outdated(AccountId.of(row.getString("account_id")), CredentialId.of(row.getString("id")),
            new Sealed(row.getString("key_id"), row.getString("secrets"))))
        .list();
  }

  /** Unless somebody gave it other secrets meanwhile. */
  void reseal(AccountId account, CredentialId id, Sealed before, Sealed after) {
    db.sql("""
        UPDATE credential SET secrets = :after, key_id = :key
         WHERE account_id = :account AND id = :id AND secrets = :before
        """)
        .param("account", account.value()).param("id", id.value())
        .param("before", before.text()).param("after", after.text()).param("key", after.keyId())
        .update();
  }

  private Kept read(ResultSet row, int index) throws SQLException {
    return new Kept(
        new Credential(
            CredentialId.of(row.getString("id")),
            row.getString("name"),
            Credential.Type.of(row.getString("type")).orElseThrow(),
            row.getString("package"),
            json.readValue(row.getString("shown"), ObjectNode.class),
            SqlTime.read(row, "secrets_updated_at"),
            SqlTime.read(row, "created_at"),
            SqlTime.read(row, "updated_at")),
        new Sealed(row.getString("key_id"), row.getString("secrets")));
  }
}
