package io.sluice.server.event.journal;

import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.EntityId;
import io.sluice.server.kernel.SqlTime;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

@Repository
class LeadKeyStore {

  private final JdbcClient db;

  LeadKeyStore(JdbcClient db) {
    this.db = db;
  }

  record Row(LeadKeys.Known known, boolean expired) {}

  Optional<Row> find(AccountId account, EntityId source, String hash, Instant now) {
    return db.sql("""
        SELECT fingerprint, answer, expires_at <= :now AS expired FROM lead_key
         WHERE account_id = :account AND source_id = :source AND key_hash = :hash
        """)
        .param("account", account.value()).param("source", source.value()).param("hash", hash)
        .param("now", SqlTime.of(now))
        .query((row, _) -> new Row(
            new LeadKeys.Known(row.getString("fingerprint"), row.getBytes("answer")), row.getBoolean("expired")))
        .optional();
  }

  Optional<LeadKeys.Known> findOfAnySource(AccountId account, String hash, String fingerprint, Instant now) {
    return db.sql("""
        SELECT fingerprint, answer FROM lead_key
         WHERE account_id = :account AND key_hash = :hash AND fingerprint = :fingerprint AND expires_at > :now
         LIMIT 1
        """)
        .param("account", account.value()).param("hash", hash).param("fingerprint", fingerprint)
        .param("now", SqlTime.of(now))
        .query((row, _) -> new LeadKeys.Known(row.getString("fingerprint"), row.getBytes("answer")))
        .optional();
  }

  void forgetIfExpired(AccountId account, EntityId source, String hash, Instant now) {
    db.sql("""
        DELETE FROM lead_key
         WHERE account_id = :account AND source_id = :source AND key_hash = :hash AND expires_at <= :now
        """)
        .param("account", account.value()).param("source", source.value()).param("hash", hash)
        .param("now", SqlTime.of(now)).update();
  }
}
