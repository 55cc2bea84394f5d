package io.sluice.server.webhook.endpoint;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.SqlTime;
import io.sluice.server.kernel.WebhookEndpointId;
import io.sluice.server.kernel.WithoutAccount;
import io.sluice.server.vault.Sealed;
import io.sluice.server.webhook.endpoint.WebhookEndpoint.Disabled;
import io.sluice.server.webhook.endpoint.WebhookEndpoint.Reason;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class WebhookEndpointStore {

  private final JdbcClient db;

  WebhookEndpointStore(JdbcClient db) {
    this.db = db;
  }

  /** A row: what is seen, and what is not. @param former all that were replaced, in one text ({@link FormerSecrets}) */
  record Kept(WebhookEndpoint endpoint, Sealed secret, @Nullable Sealed former) {}

  void insert(AccountId account, WebhookEndpoint endpoint, Sealed secret) {
    Disabled disabled = endpoint.disabled();
    db.sql("""
        INSERT INTO webhook_endpoint (account_id, id, url, types, description, disabled_at, disabled_reason, secret,
          secret_key_id, created_at, updated_at)
        VALUES (:account, :id, :url, :types, :description, :disabledAt, :reason, :secret, :key, :created, :updated)
        """)
        .param("account", account.value()).param("id", endpoint.id().value()).param("url", endpoint.url())
        .param("types", endpoint.types().toArray(String[]::new)).param("description", endpoint.description())
        .param("disabledAt", disabled == null ? null : SqlTime.of(disabled.at()))
        .param("reason", disabled == null ? null : disabled.reason().word())
        .param("secret", secret.text()).param("key", secret.keyId())
        .param("created", SqlTime.of(endpoint.createdAt())).param("updated", SqlTime.of(endpoint.updatedAt()))
        .update();
  }

  void update(AccountId account, WebhookEndpoint endpoint) {
    Disabled disabled = endpoint.disabled();
    db.sql("""
        UPDATE webhook_endpoint SET url = :url, types = :types, description = :description, disabled_at = :disabledAt,
          disabled_reason = :reason, failing_since = :failing, paused_until = :paused, updated_at = :updated
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value()).param("id", endpoint.id().value()).param("url", endpoint.url())
        .param("types", endpoint.types().toArray(String[]::new)).param("description", endpoint.description())
        .param("disabledAt", disabled == null ? null : SqlTime.of(disabled.at()))
        .param("reason", disabled == null ? null : disabled.reason().word())
        .param("failing", SqlTime.of(endpoint.failingSince())).param("paused", SqlTime.of(endpoint.pausedUntil()))
        .param("updated", SqlTime.of(endpoint.updatedAt()))
        .update();
  }

  /** What signs on. @param until the end of the last of them */
  record Former(Sealed secrets, Instant until) {}

  /** @param former null: nothing before the fresh one signs any more */
  void rotate(AccountId account, WebhookEndpointId id, Sealed fresh, @Nullable Former former, Instant now) {
    db.sql("""
        UPDATE webhook_endpoint SET former_secret = :former, former_secret_key_id = :formerKey, former_secret_until = :until,
          secret = :secret, secret_key_id = :key, updated_at = :now
         WHERE account_id = :account AND id = :id
        """)
        .param("account", account.value()).param("id", id.value())
        .param("former", former == null ? null : former.secrets().text())
        .param("formerKey", former == null ? null : former.secrets().keyId())
        .param("until", former == null ? null : SqlTime.of(former.until()))
        .param("secret", fresh.text()).param("key", fresh.keyId()).param("now", SqlTime.of(now))
        .update();
  }

  void delete(AccountId account, WebhookEndpointId id) {
    db.sql("DELETE FROM webhook_endpoint WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id.value()).update();
  }

  int count(AccountId account) {
    return db.sql("SELECT count(*) FROM webhook_endpoint WHERE account_id = :account")
        .param("account", account.value()).query(Integer.class).single();
  }

  /** Oldest first. */
  List<WebhookEndpoint> of(AccountId account) {
    return db.sql("SELECT * FROM webhook_endpoint WHERE account_id = :account ORDER BY id")
        .param("account", account.value()).query(WebhookEndpointStore::read).list().stream()
        .map(Kept::endpoint).toList();
  }

  Optional<Kept> find(AccountId account, WebhookEndpointId id) {
    return db.sql("SELECT * FROM webhook_endpoint WHERE account_id = :account AND id = :id")
        .param("account", account.value()).param("id", id.value()).query(WebhookEndpointStore::read).optional();
  }

  /** As {@link #find}, and nobody else changes it before the transaction ends. */
  Optional<Kept> lock(AccountId account, WebhookEndpointId id) {
    return db.sql("SELECT * FROM webhook_endpoint WHERE account_id = :account AND id = :id FOR UPDATE")
        .param("account", account.value()).param("id", id.value()).query(WebhookEndpointStore::read).optional();
  }

  void markWorking(AccountId account, WebhookEndpointId id) {
    db.sql("""
        UPDATE webhook_endpoint SET failing_since = NULL
         WHERE account_id = :account AND id = :id AND failing_since IS NOT NULL
        """)
        .param("account", account.value()).param("id", id.value()).update();
  }

  /** @param quietSince it fails anew if nothing failed since then @param pausedUntil null: it did not ask for less */
  void markFailing(
      AccountId account, WebhookEndpointId id, Instant now, Instant quietSince, @Nullable Instant pausedUntil) {
    db.sql("""
        UPDATE webhook_endpoint SET
          failing_since = CASE WHEN failed_at < :quiet THEN :now ELSE coalesce(failing_since, :now) END,
          failed_at = :now,
          paused_until = coalesce(greatest(paused_until, :paused), :paused, paused_until)
         WHERE account_id = :account AND id = :id AND disabled_at IS NULL
        """)
        .param("account", account.value()).param("id", id.value()).param("now", SqlTime.of(now))
        .param("quiet", SqlTime.of(quietSince)).param("paused", SqlTime.of(pausedUntil)).update();
  }

  /** False when it is disabled already, or has not been failing for that long. */
  boolean disable(AccountId account, WebhookEndpointId id, Reason reason, Instant now, Instant failingBefore) {
    return db.sql("""
        UPDATE webhook_endpoint SET disabled_at = :now, disabled_reason = :reason, updated_at = :now
         WHERE account_id = :account AND id = :id AND disabled_at IS NULL AND failing_since <= :before
        """)
        .param("account", account.value()).param("id", id.value()).param("now", SqlTime.of(now))
        .param("reason", reason.word()).param("before", SqlTime.of(failingBefore)).update() == 1;
  }

  @WithoutAccount("a change of keys is the installation's, not an account's")
  List<Kept> sealedOtherwise(String keyId, String after, int limit) {
    return db.sql("""
        SELECT * FROM webhook_endpoint
         WHERE (secret_key_id <> :key OR former_secret_key_id <> :key) AND account_id || id > :after
         ORDER BY account_id || id LIMIT :limit
        """)
        .param("key", keyId).param("after", after).param("limit", limit).query(WebhookEndpointStore::read).list();
  }

  /** Unless somebody rotated it meanwhile. */
  void reseal(AccountId account, WebhookEndpointId id, Kept before, Sealed secret, @Nullable Sealed former) {
    db.sql("""
        UPDATE webhook_endpoint SET secret = :secret, secret_key_id = :key, former_secret = :former,
          former_secret_key_id = :formerKey
         WHERE account_id = :account AND id = :id AND secret = :before
        """)
        .param("account", account.value()).param("id", id.value()).param("before", before.secret().text())
        .param("secret", secret.text()).param("key", secret.keyId())
        .param("former", former == null ? null : former.text())
        .param("formerKey", former == null ? null : former.keyId()).update();
  }

  private static Kept read(ResultSet row, int index) throws SQLException {
    Instant disabledAt = SqlTime.orNull(row, "disabled_at");
    Array types = row.getArray("types");
    String former = row.getString("former_secret");
    return new Kept(
        new WebhookEndpoint(AccountId.of(row.getString("account_id")), WebhookEndpointId.of(row.getString("id")),
            row.getString("url"), List.of((String[]) types.getArray()), row.getString("description"),
            disabledAt == null ? null : new Disabled(disabledAt, Reason.named(row.getString("disabled_reason"))),
            SqlTime.orNull(row, "failing_since"), SqlTime.orNull(row, "paused_until"),
            SqlTime.orNull(row, "former_secret_until"), SqlTime.read(row, "created_at"),
            SqlTime.read(row, "updated_at")),
        new Sealed(row.getString("secret_key_id"), row.getString("secret")),
        former == null ? null : new Sealed(row.getString("former_secret_key_id"), former));
  }
}
