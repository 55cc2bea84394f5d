package io.sluice.server.idempotency;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EventId;
import io.sluice.server.kernel.SqlTime;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class RequestKeyStore {

  private final JdbcClient db;

  RequestKeyStore(JdbcClient db) {
    this.db = db;
  }

  /** @param answer sealed; null while the request is under way, or when its server died */
  record Known(String fingerprint, Optional<EventId> event, Instant leasedUntil, boolean committed, byte @Nullable [] answer,
      Instant expiresAt) {}

  /** False: there is such a key already. */
  boolean claim(AccountId account, KeyedRequest request, EventId event, Instant now, Instant leasedUntil,
      Instant expiresAt) {
    return db.sql("""
        INSERT INTO request_key
          (account_id, key_hash, fingerprint, event_id, claimed_at, leased_until, committed, expires_at)
        VALUES (:account, :key, :fingerprint, :event, :now, :leasedUntil, false, :expires)
        ON CONFLICT (account_id, key_hash) DO NOTHING
        """)
        .param("account", account.value()).param("key", request.name()).param("fingerprint", request.fingerprint())
        .param("event", event.value()).param("now", SqlTime.of(now)).param("leasedUntil", SqlTime.of(leasedUntil))
        .param("expires", SqlTime.of(expiresAt))
        .update() == 1;
  }

  Optional<Known> find(AccountId account, String key) {
    return db.sql("SELECT * FROM request_key WHERE account_id = :account AND key_hash = :key")
        .param("account", account.value()).param("key", key)
        .query((row, _) -> new Known(row.getString("fingerprint"), Optional.ofNullable(row.getString("event_id")).map(EventId::of),
            SqlTime.read(row, "leased_until"), row.getBoolean("committed"), row.getBytes("answer"),
            SqlTime.read(row, "expires_at")))
        .optional();
  }

  /** The lease of a request that died before it did anything; false when somebody was quicker. */
  boolean takeOver(AccountId account, String key, Instant oldLease, Instant newLease) {
    return db.sql("""
        UPDATE request_key SET leased_until = :new
         WHERE account_id = :account AND key_hash = :key AND leased_until = :old AND NOT committed AND answer IS NULL
        """)
        .param("account", account.value()).param("key", key)
        .param("old", SqlTime.of(oldLease)).param("new", SqlTime.of(newLease))
        .update() == 1;
  }

  /** False when the lease is somebody else's by now. */
  boolean markCommitted(AccountId account, String key, Instant lease) {
    return held("UPDATE request_key SET committed = true", account, key, lease).update() == 1;
  }

  void keep(AccountId account, String key, Instant lease, byte[] answer, Instant expiresAt) {
    held("UPDATE request_key SET answer = :answer, expires_at = :expires", account, key, lease)
        .param("answer", answer).param("expires", SqlTime.of(expiresAt)).update();
  }

  void release(AccountId account, String key, Instant lease) {
    held("DELETE FROM request_key", account, key, lease).update();
  }

  void releaseUncommitted(AccountId account, String key, Instant lease) {
    db.sql("""
        DELETE FROM request_key
         WHERE account_id = :account AND key_hash = :key AND leased_until = :lease AND NOT committed
        """)
        .param("account", account.value()).param("key", key).param("lease", SqlTime.of(lease)).update();
  }

  void endLease(AccountId account, String key, Instant lease, Instant now) {
    held("UPDATE request_key SET leased_until = :now", account, key, lease).param("now", SqlTime.of(now)).update();
  }

  void forgetIfExpired(AccountId account, String key, Instant now) {
    db.sql("DELETE FROM request_key WHERE account_id = :account AND key_hash = :key AND expires_at <= :now")
        .param("account", account.value()).param("key", key).param("now", SqlTime.of(now)).update();
  }

  private JdbcClient.StatementSpec held(String what, AccountId account, String key, Instant lease) {
    return db.sql(what + " WHERE account_id = :account AND key_hash = :key AND leased_until = :lease")
        .param("account", account.value()).param("key", key).param("lease", SqlTime.of(lease));
  }
}
